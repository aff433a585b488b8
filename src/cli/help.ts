import { type Argument, type Command, Help, type Option } from "@commander-js/extra-typings";
import type { FactsFor, TextKey } from "#shared/texts/facts.ts";
import { say } from "#shared/texts/say.ts";
import { text, type Text } from "#shared/texts/text.ts";

type HelpKey = Extract<TextKey, `help${string}`>;

/**
 * What a command, an option or an argument does: the text as JSON, since the parser carries strings only. It is said when
 * help is shown; a command that runs says none of the hundreds.
 */
export const help = <Key extends HelpKey>(key: Key, ...facts: FactsFor<Key>): string =>
  JSON.stringify(text(key, ...facts));

const said = (carried: string): string => (carried === "" ? "" : say(JSON.parse(carried) as Text));

/** The same at once, for what stands after a command's help. */
export const sayHelp = (key: HelpKey): string => say({ key });

/** Examples for the end of a command's help. */
export const examples = (...lines: string[]): string =>
  ["", sayHelp(lines.length === 1 ? "help.example" : "help.examples"), ...lines.map((line) => `  ${line}`)].join("\n");

/** The parser's headings, in small letters, and ours. */
const headings: Readonly<Record<string, HelpKey>> = {
  "usage:": "help.usage",
  "arguments:": "help.arguments",
  "options:": "help.options",
  "global options:": "help.globalOptions",
  "commands:": "help.commands",
};

const parsers = new Help();

const withoutAlias = (term: string, command: Command): string =>
  command.aliases().reduce((shown, alias) => shown.replace(`|${alias}`, ""), term);

/** What may follow a description: what can be chosen, and what counts where nothing is. */
function withChoices(description: string, choices: readonly string[] | undefined, usual?: string): string {
  const more = [
    ...(choices ? [say(text("help.choices", { choices: choices.map((one) => JSON.stringify(one)) }))] : []),
    ...(usual === undefined ? [] : [say(text("help.default", { value: usual }))]),
  ];
  return more.length === 0 ? description : `${description} (${more.join(", ")})`;
}

function optionDescription(option: Option): string {
  // The default of `--no-…` is what its description says the opposite of.
  const usual = option.defaultValue === undefined || option.negate ? undefined : JSON.stringify(option.defaultValue);
  return withChoices(said(option.description), option.argChoices, usual);
}

const argumentDescription = ({ description, argChoices }: Argument): string =>
  withChoices(said(description), argChoices);

/** For `configureHelp`: present names only, and every word from the catalogue. */
export const helpInWords = {
  subcommandTerm: (command: Command): string => withoutAlias(parsers.subcommandTerm(command), command),
  commandUsage: (command: Command): string => withoutAlias(parsers.commandUsage(command), command),
  styleTitle: (title: string): string => {
    const key = headings[title.toLowerCase()];
    return key === undefined ? title : say({ key });
  },
  commandDescription: (command: Command): string => said(command.description()),
  subcommandDescription: (command: Command): string => said(command.description()),
  optionDescription,
  argumentDescription,
};
