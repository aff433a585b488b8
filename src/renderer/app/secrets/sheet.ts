import type { InputOf } from "#shared/contract/index.ts";

/** One printable page: what must be written down, with what it is for. */
export type Sheet = InputOf<"files.saveSheet">["sheet"];

export const sheetTitle: Record<Sheet["kind"], string> = {
  "backup-codes": "Backup codes",
  "recovery-key": "Recovery key",
};

export const sheetAdvice: Record<Sheet["kind"], string> = {
  "backup-codes":
    "Each code works once, when the authenticator is not at hand. Keep this page where only its owner reaches it.",
  "recovery-key":
    "This key opens the console's store when nothing else does. Keep this page in a safe place, away from the computer.",
};
