import type { Command } from "@commander-js/extra-typings";
import { AppError } from "#shared/errors.ts";
import type { Context } from "../context.ts";
import { examples, userRef, whoHelp } from "../options.ts";
import { describeVerdict } from "../render/reports.ts";
import type { Outcome, Run } from "../run.ts";

interface Choices {
  token?: string | undefined;
  test?: boolean | undefined;
}

async function verify({ call, secrets, output }: Context, user: string, choices: Choices): Promise<Outcome> {
  const { token: tokenId, test = false } = choices;
  const { proof } = await secrets.askWithProof({}, test ? "The user's code" : "The user's code, or a backup code");
  if ("backupCode" in proof && (test || tokenId !== undefined)) {
    throw new AppError("INVALID_INPUT", {
      message: "Only an authenticator's code can be tested, or checked against one authenticator.",
      fields: { backupCode: "Give a code." },
    });
  }
  const asked = { user: userRef(user), ...proof };
  const data =
    "code" in asked
      ? await call(test ? "verification.test" : "verification.check", { ...asked, tokenId })
      : await call("verification.check", asked);
  return {
    data,
    text: `${describeVerdict(data, output.paint)}${test ? "\nThis was a test: nothing was used up or counted." : ""}`,
    negative: data.result === "refused",
  };
}

export function addVerify(program: Command, run: Run): void {
  program
    .command("verify")
    .description("Check a user's code or backup code. It counts: an accepted code is used up")
    .argument("<user>", whoHelp)
    .option("--token <tokenid>", "only this authenticator counts")
    .option("--test", "only say what a check would say of a code")
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
