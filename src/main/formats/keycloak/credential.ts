import { base32nopad } from "@scure/base";
import { text, type Text } from "#shared/texts/text.ts";
import type { Carries, Outgoing } from "../format.ts";

const hashes = { SHA1: "HmacSHA1", SHA256: "HmacSHA256", SHA512: "HmacSHA512" } as const;

/** The counter is an `int` there. */
const mostCounter = 2 ** 31 - 1;

/** A stored credential of a person (CredentialRepresentation); both halves are JSON in a string. */
export function credentialOf({ label, createdAt, seed, kind, digits, counter, period, algorithm }: Outgoing) {
  return {
    type: "otp",
    userLabel: label,
    createdDate: createdAt,
    secretData: JSON.stringify({ value: base32nopad.encode(seed) }),
    credentialData: JSON.stringify({
      subType: kind,
      digits,
      counter,
      period: kind === "totp" ? period : 0,
      algorithm: hashes[algorithm],
      secretEncoding: "BASE32",
    }),
  };
}

function refuses({ username, counter }: Outgoing): Text | null {
  if (username === "" || /[\p{C}]/u.test(username)) return text("formats.usernameNotHeld");
  return counter > mostCounter ? text("formats.counterTooHigh", { most: mostCounter }) : null;
}

export const carries: Carries = {
  kinds: ["totp", "hotp"],
  algorithms: ["SHA1", "SHA256", "SHA512"],
  digits: [6, 8],
  periods: [30, 60],
  keyBytes: { least: 1, most: 1024 },
  owner: true,
  perPerson: null,
  refuses,
};
