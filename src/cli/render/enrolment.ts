import type { PendingEnrolment } from "#shared/model/records.ts";
import type { SetupSecrets } from "#shared/contract/setup.ts";
import type { z } from "zod";
import { text, type Text } from "#shared/texts/text.ts";
import { terminalQr } from "./qr.ts";
import { facts } from "./table.ts";
import { inGroups, time } from "./text.ts";
import { linesOf, sayLine } from "./words.ts";

type SetupSecretsShown = z.output<typeof SetupSecrets>;

const opensWith: Record<SetupSecretsShown["opensWith"], Text> = {
  keychain: text("cliAccess.opensByKeychain"),
  passphrase: text("cliAccess.opensByPassphrase"),
  password: text("cliAccess.opensByPassword"),
};

/** @param qr draw the QR code too: only if a terminal shows it */
export async function describeSetup(secrets: SetupSecretsShown, qr: boolean): Promise<string> {
  return linesOf([
    ...(qr ? [await terminalQr(secrets.uri), ""] : []),
    facts([
      ["organisation", secrets.organisation],
      ["owner", secrets.owner],
      ["keyToType", inGroups(secrets.secret)],
      ["address", secrets.uri],
      ["recoveryKey", secrets.recoveryKey],
      ["keysOpenWith", opensWith[secrets.opensWith]],
    ]),
    "",
    text("cliAccess.writeDown"),
    text("cliAccess.finishSetup"),
  ]);
}

/** @param qr draw the QR code too: only if a terminal shows it */
export async function describePending(pending: PendingEnrolment, qr: boolean): Promise<string> {
  return [
    ...(qr ? [await terminalQr(pending.uri), ""] : []),
    facts([
      ["inTheApp", pending.account],
      ["keyToType", inGroups(pending.secret)],
      ["address", pending.uri],
      ["authenticator", pending.tokenId],
      ["validUntil", time(pending.expiresAt)],
    ]),
  ].join("\n");
}

/** Shown once; an empty list means that the existing codes stay valid. */
export function describeBackupCodes(codes: readonly string[]): string {
  if (codes.length === 0) return sayLine(text("cliEnrolment.codesStay"));
  return [sayLine(text("cliEnrolment.codes")), ...codes.map((code) => `  ${code}`)].join("\n");
}
