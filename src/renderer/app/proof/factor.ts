import type { ShownError } from "../../ui/ErrorNotice.tsx";

/** A code of the own authenticator, or a backup code in its place. */
export interface Factor {
  text: string;
  backup: boolean;
}

export const noFactor: Factor = { text: "", backup: false };

export const isTyped = ({ text }: Factor): boolean => text.trim() !== "";

export const factorInput = ({ text, backup }: Factor): { code: string } | { backupCode: string } =>
  backup ? { backupCode: text } : { code: text };

type Refusal = ShownError & { details?: Record<string, unknown> | undefined };

/** A right code counts once: whoever has just used it is told to wait for the next one. */
export const inPlainWords = (error: Refusal | null): ShownError | null =>
  error?.details?.["reason"] === "already_used"
    ? {
        code: error.code,
        message: "This code has been used already. Wait for the next code.",
        retryable: false,
        fields: error.fields,
        correlationId: error.correlationId,
      }
    : error;
