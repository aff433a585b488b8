/*
 * Names of algorithms in PSKC: URIs of XML Encryption, XML Signature and PKCS #5, of which programs write several spellings.
 * What tells them apart is what stands after the last `#` or `:`.
 */

const fragmentOf = (uri: string | undefined): string =>
  (uri ?? "")
    .replace(/^.*[#:]/su, "")
    .trim()
    .toLowerCase();

/** `…xmlenc#aes128-cbc` -> bytes of its key; null for what the console does not open. */
export function cbcKeyLength(uri: string | undefined): 16 | 24 | 32 | null {
  const bits = /^aes-?(128|192|256)-?cbc$/u.exec(fragmentOf(uri))?.[1];
  return bits === "128" ? 16 : bits === "192" ? 24 : bits === "256" ? 32 : null;
}

export type MacHash = "sha1" | "sha224" | "sha256" | "sha384" | "sha512";

/** `…xmldsig#hmac-sha1`, `…xmldsig-more#hmac-sha256` */
export function macHash(uri: string | undefined): MacHash | null {
  const bits = /^hmac-?sha-?(1|224|256|384|512)$/u.exec(fragmentOf(uri))?.[1];
  return bits === undefined ? null : (`sha${bits}` as MacHash);
}

/** `…xmldsig-more#hmac-sha256`, `…pkcs-5v2-0#hmacWithSHA256`; what is left out is SHA-1 (RFC 8018 appendix A.2). */
export function prfHash(uri: string | undefined): "sha1" | "sha256" | "sha512" | null {
  const fragment = fragmentOf(uri);
  if (fragment === "") return "sha1";
  const bits = /^hmac-?(?:with)?-?sha-?(1|256|512)$/u.exec(fragment)?.[1];
  return bits === undefined ? null : (`sha${bits}` as "sha1" | "sha256" | "sha512");
}

export const isPbkdf2 = (uri: string | undefined): boolean => fragmentOf(uri) === "pbkdf2";

/** The algorithm profile of a key (RFC 6030 section 10): `hotp`, `totp`, `ocra`, `yubikey-aes` … */
export const profileOf = fragmentOf;
