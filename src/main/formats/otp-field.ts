import type { Candidate } from "./format.ts";
import { looksLikeKeyUri, readKeyUri } from "./key-uri.ts";

/** What a password manager knows of a login beside the field of its one-time password. */
export type Login = Pick<Candidate, "at" | "issuer" | "account" | "disabled" | "notKept">;

/**
 * The field that password managers have for a one-time password: an `otpauth://` address, `steam://KEY`, or a bare key.
 * What the address does not say of its names is what the login is called.
 *
 * @param written not empty
 */
export function readOtpField(written: string, login: Login): Candidate {
  if (looksLikeKeyUri(written)) {
    const read = readKeyUri(written, login.at);
    return {
      ...read,
      issuer: read.issuer || login.issuer,
      account: read.account || login.account,
      disabled: login.disabled,
      notKept: [...(read.notKept ?? []), ...(login.notKept ?? [])],
    };
  }
  const other = /^\s*([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/iu.exec(written);
  const [, type = "totp", secret = written] = other ?? [];
  return { ...login, type: type.toLowerCase(), secret: { base32: secret } };
}

/** In the order in which they come: an item of a password manager can have several, and a number is one entry's alone. */
export async function* numbered(candidates: Iterable<Candidate> | AsyncIterable<Candidate>): AsyncGenerator<Candidate> {
  let at = 0;
  for await (const candidate of candidates) {
    at += 1;
    yield { ...candidate, at };
  }
}
