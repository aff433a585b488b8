import { AppError } from "#shared/errors.ts";
import { deriveKey } from "./keys.ts";
import { openBox, sealBox } from "./seal.ts";

const keyId = Buffer.from("sess");

/**
 * If no keychain has the data key, a signed-in terminal needs it from one command to the next. The session carries it,
 * wrapped under the session's token, which is not in the store.
 */
export const wrapForSession = (sessionId: string, token: Buffer, dataKey: Buffer): Buffer =>
  sealBox(deriveKey(token, "session slot"), keyId, JSON.stringify(["session", sessionId]), dataKey);

/** @throws AppError VAULT_LOCKED if the token is not the session's */
export function openFromSession(sessionId: string, token: Buffer, wrapped: Buffer): Buffer {
  try {
    return openBox(deriveKey(token, "session slot"), keyId, JSON.stringify(["session", sessionId]), wrapped);
  } catch (cause) {
    throw new AppError("VAULT_LOCKED", { cause });
  }
}
