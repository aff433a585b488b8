import type { Command } from "@commander-js/extra-typings";
import type { Context } from "../context.ts";
import { examples, userRef } from "../options.ts";
import { describeBackupCodes } from "../render/enrolment.ts";
import { describeToken } from "../render/people.ts";
import type { Outcome, Run } from "../run.ts";

const acts = {
  disable: "Disable: its codes are not accepted until it is enabled",
  enable: "Enable a disabled one again",
  revoke: "Revoke for good: its seed is erased",
} as const;

async function change({ call }: Context, act: keyof typeof acts, tokenId: string): Promise<Outcome> {
  const data = await call(`tokens.${act}`, { tokenId });
  return { data, text: describeToken(data) };
}

async function regenerate({ call }: Context, user: string): Promise<Outcome> {
  const data = await call("tokens.regenerateBackupCodes", { user: userRef(user) });
  return { data, text: describeBackupCodes(data.backupCodes) };
}

export function addTokens(program: Command, run: Run): void {
  const tokens = program
    .command("tokens")
    .description("Authenticators that are enrolled")
    .addHelpText("after", examples("$ countersign tokens revoke 0193…"));
  for (const act of Object.keys(acts) as (keyof typeof acts)[]) {
    tokens
      .command(act)
      .description(acts[act])
      .argument("<tokenid>", "as shown by `users show`")
      .addHelpText("after", examples(`$ countersign tokens ${act} 0193…`))
      .action((tokenId) => run((context) => change(context, act, tokenId)));
  }

  program
    .command("backup-codes")
    .description("Backup codes of a user")
    .addHelpText("after", examples("$ countersign backup-codes regenerate alice"))
    .command("regenerate")
    .description("Void the codes that are left and make new ones")
    .argument("<user>", "username or id")
    .addHelpText("after", examples("$ countersign backup-codes regenerate alice"))
    .action((user) => run((context) => regenerate(context, user)));
}
