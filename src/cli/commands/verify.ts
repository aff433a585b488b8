import type { Command } from "@commander-js/extra-typings";
import type { Context } from "../context.ts";
import { examples, userRef } from "../options.ts";
import { describeVerdict } from "../render/reports.ts";
import type { Outcome, Run } from "../run.ts";

async function verify({ call, secrets, output }: Context, user: string): Promise<Outcome> {
  const { proof } = await secrets.askWithProof({}, "The user's code, or a backup code");
  const data = await call("verification.check", { user: userRef(user), ...proof });
  return {
    data,
    text: describeVerdict(data, output.paint),
    negative: data.result === "refused",
  };
}

export function addVerify(program: Command, run: Run): void {
  program
    .command("verify")
    .description("Check a user's code or backup code. It counts: an accepted code is used up")
    .argument("<user>", "username or id")
    .addHelpText(
      "after",
      examples("$ countersign verify alice", `$ echo '{"code":"123456"}' | countersign verify alice --json`),
    )
    .action((user) => run((context) => verify(context, user)));
}
