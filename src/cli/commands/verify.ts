import { type Command, Option } from "@commander-js/extra-typings";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { formerly } from "../former-names.ts";
import { userRef } from "../options.ts";
import { describeVerdict } from "../render/verdict.ts";
import type { Outcome, Run } from "../run.ts";

interface Choices {
  authenticator?: string | undefined;
  test?: boolean | undefined;
}

async function verify({ call, command, secrets, output }: Context, user: string, choices: Choices): Promise<Outcome> {
  const { authenticator: tokenId, test = false } = choices;
  const { proof } = await secrets.askWithProof({}, text("cliSecrets.codeOfPerson"));
  if ("backupCode" in proof && tokenId !== undefined) {
    throw new AppError("INVALID_INPUT", {
      text: text("cliEnrolment.notAgainstOne"),
      fields: { backupCode: text("cliEnrolment.leaveOut") },
    });
  }
  const data = await call(test ? "verification.test" : "verification.check", {
    user: userRef(user),
    ...proof,
    ...("code" in proof ? { tokenId } : {}),
  });
  return {
    data,
    words: [
      describeVerdict({ verdict: data, person: user, command }, output.paint),
      ...(test ? [text("cliEnrolment.test")] : []),
    ],
    negative: data.result === "refused",
  };
}

const authenticator = () => new Option("--authenticator <id>", help("helpSession.verifyAuthenticator"));

export function addVerify(program: Command, run: Run): void {
  program
    .command("verify")
    .description(help("helpSession.verify"))
    .argument("<person>", help("help.person"))
    .addOption(authenticator())
    .addOption(formerly("--token <id>", authenticator()))
    .option("--test", help("helpSession.verifyTest"))
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
