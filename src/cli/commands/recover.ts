import type { Command } from "@commander-js/extra-typings";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { text } from "#shared/texts/text.ts";
import { ownCodes } from "../codes-shown.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { describePending } from "../render/enrolment.ts";
import type { Outcome, Run } from "../run.ts";
import { askForShares } from "../shares.ts";

const password = { message: text("cliSecrets.password"), kind: "known" } as const;
const recoveryKey = { message: text("cliSecrets.recoveryKey"), kind: "known" } as const;
const code = { message: text("cliSecrets.code"), kind: "code" } as const;

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
  const { words, ...rest } = ownCodes(context, data);
  const lines = [text("cliAccess.isBack", { name: data.session.name }), "", words, "", text("cliAccess.makeNewKey")];
  return { ...rest, data, words: lines };
}

/** Both halves in a terminal; in a script the first, which gives the key, or the second with `--confirm`. */
async function recover(context: Context, choices: Choices): Promise<Outcome> {
  const { call, secrets, output } = context;
  const proof = await proofOf(context, choices);
  if (choices.confirm)
    return back(context, await call("recovery.confirm", { ...proof, ...(await secrets.ask({ code })) }));
  const pending = await call("recovery.begin", proof);
  if (!secrets.interactive) return { data: pending, words: await describePending(pending, false) };
  output.notice(await describePending(pending, true));
  output.notice(text("cliEnrolment.scanYours"));
  return back(context, await call("recovery.confirm", { ...proof, ...(await secrets.ask({ code })) }));
}

export function addRecover(program: Command, run: Run): void {
  program
    .command("recover")
    .description(help("helpSession.recover"))
    .requiredOption("--as <name>", help("helpSession.recoverAs"))
    .option("--by-shares", help("help.byShares"), false)
    .option("--confirm", help("help.confirmAuthenticator"), false)
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
