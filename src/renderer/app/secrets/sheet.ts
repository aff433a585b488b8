import type { InputOf } from "#shared/contract/index.ts";

/** One printable page: a secret to keep on paper, and what it is for. */
export type Sheet = InputOf<"files.saveSheet">["sheet"];

/** What can be printed; a one-time code expires in minutes, so it is not saved as a file. */
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
    "It works once, and only for a few minutes. Go to the console's sign-in screen, choose “I have a one-time code”, and enter your name and this code. Then destroy this page.",
  "backup-codes":
    "Each code works once, in place of the authenticator. Keep this page where only its owner can reach it.",
  "recovery-key":
    "This key opens the console when nothing else does. Keep this page in a safe place, away from the computer.",
  "recovery-share":
    "One share opens nothing; enough shares together open the console. Keep this page in a safe place, apart from the other shares.",
  "recovery-identity":
    "This key opens the console's automatic backups. Keep this page in a safe place, away from the computer and the backups.",
};
