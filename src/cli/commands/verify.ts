import { type Command, Option } from "@commander-js/extra-typings";
import { AppError } from "#shared/errors.ts";
import type { Context } from "../context.ts";
import { formerly } from "../former-names.ts";
import { examples, userRef, whoHelp } from "../options.ts";
import { describeVerdict } from "../render/verdict.ts";
import type { Outcome, Run } from "../run.ts";

interface Choices {
  authenticator?: string | undefined;
  test?: boolean | undefined;
}

async function verify({ call, command, secrets, output }: Context, user: string, choices: Choices): Promise<Outcome> {
  const { authenticator: tokenId, test = false } = choices;
  const { proof } = await secrets.askWithProof({}, "The person's code, or a backup code");
  if ("backupCode" in proof && tokenId !== undefined) {
    throw new AppError("INVALID_INPUT", {
      message: "Only an authenticator's code can be checked against one authenticator.",
      fields: { backupCode: "Give a code, or leave --authenticator out." },
    });
  }
  const data = await call(test ? "verification.test" : "verification.check", {
    user: userRef(user),
    ...proof,
    ...("code" in proof ? { tokenId } : {}),
  });
  return {
    data,
    text: `${describeVerdict({ verdict: data, person: user, command }, output.paint)}${test ? "\nThis was a test: no code was used up. Wrong codes only delay further tests." : ""}`,
    negative: data.result === "refused",
  };
}

const authenticator = () => new Option("--authenticator <id>", "check against this authenticator only");

export function addVerify(program: Command, run: Run): void {
  program
    .command("verify")
    .description("Check a person's code or backup code; an accepted code is used up")
    .argument("<person>", whoHelp)
    .addOption(authenticator())
    .addOption(formerly("--token <id>", authenticator()))
    .option("--test", "only say what a check would say; the code is not used up")
    .addHelpText(
      "after",
      examples(
        "$ countersign verify alice",
        `$ echo '{"code":"123456"}' | countersign verify alice --json`,
        "$ countersign verify alice --test",
      ),
    )
    .action((user, choices) => run((context) => verify(context, user, choices)));
}
