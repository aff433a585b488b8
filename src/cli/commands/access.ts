import type { Command } from "@commander-js/extra-typings";
import { text } from "#shared/texts/text.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { describeSession } from "../render/reports.ts";
import { time } from "../render/text.ts";
import type { Outcome, Run } from "../run.ts";
import { askForShares } from "../shares.ts";
import { withPassphrase } from "../unlocking.ts";

/** Says why a passphrase may be asked for. */
async function sayHowKeysOpen({ secrets, output, call }: Context): Promise<void> {
  if (!secrets.interactive) return;
  const { keychain } = await call("system.status", {});
  if (keychain.state !== "unavailable") return;
  output.notice(text("cliAccess.keychainUnusable", { reason: keychain.reason ?? text("cliAccess.noAnswer") }));
}

async function signIn(context: Context, name: string): Promise<Outcome> {
  await sayHowKeysOpen(context);
  const { answers, proof } = await context.secrets.askWithProof(
    {
      password: { message: text("cliSecrets.password"), kind: "known" },
      passphrase: { message: text("cliSecrets.passphrase"), kind: "known", optional: true },
    },
    text("cliSecrets.codeOrBackupCode"),
  );
  const { password, passphrase } = answers;
  const data = await withPassphrase(context, passphrase, (opener) =>
    context.call("access.signIn", { name, password, passphrase: opener, ...proof }),
  );
  const { session, remainingBackupCodes } = data;
  const lines = [
    text("cliAccess.signedIn", { name: session.name, role: session.role, at: time(session.idleExpiresAt) }),
  ];
  if ("backupCode" in proof && remainingBackupCodes !== null) {
    lines.push(text("cliAccess.codesLeft", { count: remainingBackupCodes }));
  }
  return { data, words: lines };
}

async function signOut({ call, caller }: Context): Promise<Outcome> {
  try {
    await call("access.signOut", {});
  } finally {
    caller.session.set(null);
  }
  return { data: {}, words: text("cliAccess.signedOut") };
}

async function whoami({ call }: Context): Promise<Outcome> {
  const data = await call("access.whoami", {});
  return { data, words: describeSession(data) };
}

async function askToUnlock({ secrets }: Context, byRecoveryKey: boolean) {
  const passphrase = { message: text("cliSecrets.passphrase"), kind: "known" } as const;
  const recoveryKey = { message: text("cliSecrets.recoveryKey"), kind: "known" } as const;
  if (secrets.interactive) {
    return byRecoveryKey ? secrets.ask({ recoveryKey }) : secrets.ask({ passphrase });
  }
  const given = await secrets.ask({
    passphrase: { ...passphrase, optional: true },
    recoveryKey: { ...recoveryKey, optional: true },
  });
  if (byRecoveryKey || given.passphrase === undefined) return secrets.ask({ recoveryKey });
  return secrets.ask({ passphrase });
}

interface UnlockChoices {
  byRecoveryKey: boolean;
  byShares: boolean;
}

async function unlock(context: Context, { byRecoveryKey, byShares }: UnlockChoices): Promise<Outcome> {
  const proof = byShares ? { shares: await askForShares(context) } : await askToUnlock(context, byRecoveryKey);
  const data = await context.call("vault.unlock", proof);
  return { data, words: text(data.keychainBound ? "cliAccess.boundAgain" : "cliAccess.unlocked") };
}

export function addAccess(program: Command, run: Run): void {
  program
    .command("sign-in")
    .description(help("helpSession.signIn"))
    .requiredOption("--as <name>", help("help.signInName"))
    .addHelpText(
      "after",
      examples(
        "$ countersign sign-in --as dana",
        `$ echo '{"password":"…","code":"123456"}' | countersign sign-in --as dana --json`,
      ),
    )
    .action((options) => run((context) => signIn(context, options.as)));

  program
    .command("sign-out")
    .description(help("helpSession.signOut"))
    .addHelpText("after", examples("$ countersign sign-out"))
    .action(() => run(signOut));

  program
    .command("whoami")
    .description(help("helpSession.whoami"))
    .addHelpText("after", examples("$ countersign whoami"))
    .action(() => run(whoami));

  program
    .command("unlock")
    .description(help("helpSession.unlock"))
    .option("--by-recovery-key", help("helpSession.unlockByRecoveryKey"), false)
    .option("--by-shares", help("help.byShares"), false)
    .addHelpText("after", examples("$ countersign unlock --by-recovery-key", "$ countersign unlock --by-shares"))
    .action((options) => run((context) => unlock(context, options)));
}
