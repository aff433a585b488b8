import type { Command } from "@commander-js/extra-typings";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { ownCodes } from "../codes-shown.ts";
import type { Context } from "../context.ts";
import { examples } from "../options.ts";
import { describePending } from "../render/enrolment.ts";
import { printable } from "../render/text.ts";
import type { Outcome, Run } from "../run.ts";
import { askForShares } from "../shares.ts";

const password = { message: "Password", kind: "known" } as const;
const recoveryKey = { message: "Recovery key", kind: "known" } as const;
const code = { message: "Code from the authenticator app", kind: "code" } as const;

interface Choices {
  as: string;
  byShares: boolean;
  confirm: boolean;
}

async function proofOf(context: Context, { as: name, byShares }: Choices): Promise<InputOf<"recovery.begin">> {
  const { secrets } = context;
  if (!byShares) return { name, ...(await secrets.ask({ password, recoveryKey })) };
  return { name, ...(await secrets.ask({ password })), shares: await askForShares(context) };
}

function back(context: Context, data: OutputOf<"recovery.confirm">): Outcome {
  const { text, ...rest } = ownCodes(context, data);
  const lines = [
    `${printable(data.session.name)} is signed in. The authenticators, backup codes and sessions from before have ended.`,
    "",
    text,
    "",
    "The recovery key was typed into this computer. Make a new one: countersign vault new-recovery-key",
  ];
  return { ...rest, data, text: lines.join("\n") };
}

/** Both halves in a terminal; in a script the first, which gives the key, or the second with `--confirm`. */
async function recover(context: Context, choices: Choices): Promise<Outcome> {
  const { call, secrets, output } = context;
  const proof = await proofOf(context, choices);
  if (choices.confirm)
    return back(context, await call("recovery.confirm", { ...proof, ...(await secrets.ask({ code })) }));
  const pending = await call("recovery.begin", proof);
  if (!secrets.interactive) return { data: pending, text: await describePending(pending, false) };
  output.notice(await describePending(pending, true));
  output.notice("Scan the QR code in your authenticator app, or type in the key.");
  return back(context, await call("recovery.confirm", { ...proof, ...(await secrets.ask({ code })) }));
}

export function addRecover(program: Command, run: Run): void {
  program
    .command("recover")
    .description("Regain access as an owner without phone and backup codes, with password and recovery key")
    .requiredOption("--as <name>", "the owner's name")
    .option("--by-shares", "with shares of the recovery key", false)
    .option("--confirm", "in a script: confirm the new authenticator", false)
    .addHelpText(
      "after",
      examples(
        "$ countersign recover --as dana",
        `$ echo '{"password":"…","recoveryKey":"…"}' | countersign recover --as dana --json`,
        `$ echo '{"password":"…","recoveryKey":"…","code":"123456"}' | countersign recover --as dana --confirm`,
      ),
    )
    .action((options) =>
      run((context) => recover(context, options), { negative: ["RECOVERY_REFUSED", "SHARES_REFUSED"] }),
    );
}
