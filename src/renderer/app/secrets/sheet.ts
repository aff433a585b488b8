import type { InputOf } from "#shared/contract/index.ts";

/** One printable page: what must be written down, with what it is for. */
export type Sheet = InputOf<"files.saveSheet">["sheet"];

/** What can be printed; a one-time code, which is over in minutes, is not kept as a file. */
export type PrintedSheet = Omit<Sheet, "kind"> & { kind: Sheet["kind"] | "one-time-code" };

export const sheetTitle: Record<PrintedSheet["kind"], string> = {
  "one-time-code": "One-time code",
  "backup-codes": "Backup codes",
  "recovery-key": "Recovery key",
  "recovery-share": "Share of the recovery key",
  "recovery-identity": "Backup key",
};

export const sheetAdvice: Record<PrintedSheet["kind"], string> = {
  "one-time-code":
    "It works once, and only for a few minutes. Open the sign-in of the console, choose “I have a one-time code”, and type your name and this code. Throw this page away afterwards.",
  "backup-codes":
    "Each code works once, when the authenticator is not at hand. Keep this page where only its owner reaches it.",
  "recovery-key":
    "This key opens the console's store when nothing else does. Keep this page in a safe place, away from the computer.",
  "recovery-share":
    "Alone this share opens nothing; enough shares together open the console. Keep this page apart from the other shares, in a safe place.",
  "recovery-identity":
    "This identity opens the backups that the console makes by itself. Keep this page in a safe place, away from the computer and away from the backups.",
};
