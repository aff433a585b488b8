import { type CommanderError, InvalidArgumentError } from "@commander-js/extra-typings";
import { say } from "#shared/texts/say.ts";
import { text, type Text } from "#shared/texts/text.ts";

/** Why the value of an option or argument is refused: `throw refused(…)`. The parser carries words only. */
export const refused = (problem: Text): InvalidArgumentError => new InvalidArgumentError(say(problem));

type Read = readonly [form: RegExp, toText: (found: readonly string[]) => Text];

const choices = /^Allowed choices are (?<choices>.*)\.$/su;

/** Why a value is refused: in our words already, or in the parser's, which names the choices. */
const reasonOf = (reason: string): Text | string => {
  const found = choices.exec(reason);
  return found ? text("usage.choices", { choices: found[1] ?? "" }) : reason;
};

/** What the parser says, and what it means. Tests quote every form, so that another version of it is noticed. */
const forms: Readonly<Record<string, readonly Read[]>> = {
  "commander.unknownCommand": [
    [
      /^unknown command '(.*)' \(Did you mean one of (.*)\?\)$/u,
      ([name = "", similar = ""]) => text("usage.unknownCommandOneOf", { name, similar }),
    ],
    [
      /^unknown command '(.*)' \(Did you mean (.*)\?\)$/u,
      ([name = "", similar = ""]) => text("usage.unknownCommandLike", { name, similar }),
    ],
    [/^unknown command '(.*)'$/u, ([name = ""]) => text("usage.unknownCommand", { name })],
  ],
  // The value of an unknown option may be a secret.
  "commander.unknownOption": [
    [
      /^unknown option '(-[^=']*)(?:=.*)?' \(Did you mean one of (.*)\?\)$/u,
      ([name = "", similar = ""]) => text("usage.unknownOptionOneOf", { name, similar }),
    ],
    [
      /^unknown option '(-[^=']*)(?:=.*)?' \(Did you mean (.*)\?\)$/u,
      ([name = "", similar = ""]) => text("usage.unknownOptionLike", { name, similar }),
    ],
    [/^unknown option '(-[^=']*)(?:=.*)?'$/u, ([name = ""]) => text("usage.unknownOption", { name })],
    [/^unknown option '(.*)'$/u, ([name = ""]) => text("usage.unknownOption", { name })],
  ],
  "commander.missingArgument": [
    [/^missing required argument '(.*)'$/u, ([name = ""]) => text("usage.argumentMissing", { name })],
  ],
  "commander.optionMissingArgument": [
    [/^option '(.*)' argument missing$/u, ([option = ""]) => text("usage.valueMissing", { option })],
  ],
  "commander.missingMandatoryOptionValue": [
    [/^required option '(.*)' not specified$/u, ([option = ""]) => text("usage.optionMissing", { option })],
  ],
  // The excess arguments may be secrets.
  "commander.excessArguments": [
    [
      /^too many arguments for '(.*)'\. Expected (\d+) arguments? but got (\d+):/u,
      ([command = "", expected = "", given = ""]) =>
        text("usage.tooMany", { command, expected: Number(expected), given }),
    ],
  ],
  "commander.invalidArgument": [
    [
      /^option '(.*)' argument '(.*)' is invalid\. (.*)$/u,
      ([option = "", value = "", reason = ""]) =>
        text("usage.wrongOption", { option, value, reason: reasonOf(reason) }),
    ],
    [
      /^command-argument value '(.*)' is invalid for argument '(.*)'\. (.*)$/u,
      ([value = "", argument = "", reason = ""]) =>
        text("usage.wrongArgument", { argument, value, reason: reasonOf(reason) }),
    ],
  ],
};

/** What is wrong with a command line, from what the parser says about it. */
export function wrongUsage({ code, message }: CommanderError): Text {
  const said = message.replace(/^error: /u, "").replaceAll(/\s*\n\s*/gu, " ");
  for (const [form, toText] of forms[code] ?? []) {
    const found = form.exec(said);
    if (found) return toText(found.slice(1));
  }
  return text("usage.notUnderstood");
}
