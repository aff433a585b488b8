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

type Refusal = ShownError & { details?: Record<string, unknown> | undefined };

/** A code works once: after it was used, the person is told to wait for the next one. */
export const inPlainWords = (error: Refusal | null): ShownError | null =>
  error?.details?.["reason"] === "already_used"
    ? {
        code: error.code,
        message: "This code has already been used. Wait for the next one.",
        retryable: false,
        fields: error.fields,
        correlationId: error.correlationId,
      }
    : error;
