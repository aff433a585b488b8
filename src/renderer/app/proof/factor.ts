import { text as textOf } from "#shared/texts/text.ts";
import type { ShownError } from "../../ui/ErrorNotice.tsx";

/** A code from one's own authenticator, or a backup code in its place. */
export interface Factor {
  text: string;
  backup: boolean;
}

export const noFactor: Factor = { text: "", backup: false };

export const isTyped = ({ text }: Factor): boolean => text.trim() !== "";

export const factorInput = ({ text, backup }: Factor): { code: string } | { backupCode: string } =>
  backup ? { backupCode: text } : { code: text };

/** Where a fault of a code is shown. */
export const factorField = (path: string): string => (path === "code" || path === "backupCode" ? "factor" : path);

/** A code works once: after it was used, the person is told to wait for the next one. */
export const inPlainWords = (error: ShownError): ShownError =>
  error.details?.["reason"] === "already_used"
    ? { ...error, text: textOf("account.codeUsed"), retryable: false, details: {} }
    : error;
