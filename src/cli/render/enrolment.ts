import type { PendingEnrolment } from "#shared/model/records.ts";
import type { SetupSecrets } from "#shared/contract/setup.ts";
import type { z } from "zod";
import { terminalQr } from "./qr.ts";
import { facts } from "./table.ts";
import { inGroups, time } from "./text.ts";

type SetupSecretsShown = z.output<typeof SetupSecrets>;

const opensWith: Record<SetupSecretsShown["opensWith"], string> = {
  keychain: "this computer's keychain",
  passphrase: "the passphrase you chose (this computer's keychain cannot be used)",
  password: "your password (this computer's keychain cannot be used)",
};

/** @param qr draw the QR code too: only if a terminal shows it */
export async function describeSetup(secrets: SetupSecretsShown, qr: boolean): Promise<string> {
  return [
    ...(qr ? [await terminalQr(secrets.uri), ""] : []),
    facts([
      ["Organisation", secrets.organisation],
      ["Owner", secrets.owner],
      ["Key to type", inGroups(secrets.secret)],
      ["Address", secrets.uri],
      ["Recovery key", secrets.recoveryKey],
      ["Keys open with", opensWith[secrets.opensWith]],
    ]),
    "",
    "Write the recovery key down now and keep it apart from this computer: it is not shown again.",
    "Add the key to an authenticator app, then finish with: countersign setup confirm",
  ].join("\n");
}

/** @param qr draw the QR code too: only if a terminal shows it */
export async function describePending(pending: PendingEnrolment, qr: boolean): Promise<string> {
  return [
    ...(qr ? [await terminalQr(pending.uri), ""] : []),
    facts([
      ["In the app", pending.account],
      ["Key to type", inGroups(pending.secret)],
      ["Address", pending.uri],
      ["Authenticator", pending.tokenId],
      ["Valid until", time(pending.expiresAt)],
    ]),
  ].join("\n");
}

/** Shown once; an empty list means that the existing codes stay valid. */
export function describeBackupCodes(codes: readonly string[]): string {
  if (codes.length === 0) return "The existing backup codes stay valid.";
  return ["Backup codes, for one use each. They are not shown again:", ...codes.map((code) => `  ${code}`)].join("\n");
}

/** A person and an administrator with the same name have two accounts in the app. */
export const sameAsAdministrator =
  "An administrator of this console has the same name. In the app, the account for signing in here is a separate one, marked “administrator”: keep both.";
