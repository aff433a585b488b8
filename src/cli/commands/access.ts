import type { Command } from "@commander-js/extra-typings";
import type { Context } from "../context.ts";
import { examples } from "../options.ts";
import { describeSession } from "../render/reports.ts";
import { plural, time } from "../render/text.ts";
import type { Outcome, Run } from "../run.ts";
import { askForShares } from "../shares.ts";
import { withPassphrase } from "../unlocking.ts";

/** Says why a passphrase may be asked for. */
async function sayHowKeysOpen({ secrets, output, call }: Context): Promise<void> {
  if (!secrets.interactive) return;
  const { keychain } = await call("system.status", {});
  if (keychain.state !== "unavailable") return;
  output.notice(
    `This computer's keychain cannot be used: ${keychain.reason ?? "it does not answer"} The console's keys open with your password or the passphrase at each sign-in.`,
  );
}

async function signIn(context: Context, name: string): Promise<Outcome> {
  await sayHowKeysOpen(context);
  const { answers, proof } = await context.secrets.askWithProof(
    {
      password: { message: "Password", kind: "known" },
      passphrase: { message: "Passphrase", kind: "known", optional: true },
    },
    "Code from the authenticator app, or a backup code",
  );
  const { password, passphrase } = answers;
  const data = await withPassphrase(context, passphrase, (opener) =>
    context.call("access.signIn", { name, password, passphrase: opener, ...proof }),
  );
  const { session, remainingBackupCodes } = data;
  const lines = [
    `Signed in as ${session.name} (${session.role}), until ${time(session.idleExpiresAt)} without activity.`,
  ];
  if ("backupCode" in proof && remainingBackupCodes !== null) {
    lines.push(`${plural(remainingBackupCodes, "backup code")} left.`);
  }
  return { data, text: lines.join("\n") };
}

async function signOut({ call, caller }: Context): Promise<Outcome> {
  try {
    await call("access.signOut", {});
  } finally {
    caller.session.set(null);
  }
  return { data: {}, text: "Signed out." };
}

async function whoami({ call }: Context): Promise<Outcome> {
  const data = await call("access.whoami", {});
  return { data, text: describeSession(data) };
}

async function askToUnlock({ secrets }: Context, byRecoveryKey: boolean) {
  const passphrase = { message: "Passphrase", kind: "known" } as const;
  const recoveryKey = { message: "Recovery key", kind: "known" } as const;
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
  const text = data.keychainBound
    ? "Unlocked, and bound to this computer's keychain again."
    : "This opens the console's keys. This computer's keychain cannot store them, so you will be asked at every sign-in.";
  return { data, text };
}

export function addAccess(program: Command, run: Run): void {
  program
    .command("sign-in")
    .description("Sign in: password, then a code or a backup code")
    .requiredOption("--as <name>", "the administrator's name")
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
    .description("End the session")
    .addHelpText("after", examples("$ countersign sign-out"))
    .action(() => run(signOut));

  program
    .command("whoami")
    .description("Show who is signed in, and until when")
    .addHelpText("after", examples("$ countersign whoami"))
    .action(() => run(whoami));

  program
    .command("unlock")
    .description("Open the console's keys when this computer's keychain no longer does")
    .option("--by-recovery-key", "with the recovery key instead of the passphrase", false)
    .option("--by-shares", "with shares of the recovery key", false)
    .addHelpText("after", examples("$ countersign unlock --by-recovery-key", "$ countersign unlock --by-shares"))
    .action((options) => run((context) => unlock(context, options)));
}
