import { base32nopad } from "@scure/base";
import { text, type Text } from "#shared/texts/text.ts";
import type { Format, Outgoing, Piece } from "../format.ts";

/*
 * Entries of FreeRADIUS' users file (module `files`) for rlm_totp: `"name" TOTP-Secret := "BASE32"`.
 */

/** Bytes of an attribute's value (RFC 2865 section 5). */
const longest = 253;

/**
 * Names that the file itself takes for something else, even in quotes: `$INCLUDE` opens another file, `DEFAULT` is
 * everybody, and what a backslash does depends on the server's version.
 */
function refuses({ username }: Outgoing): Text | null {
  const plain = /^[^"\\$\p{C}\p{Zl}\p{Zp}][^"\\\p{C}\p{Zl}\p{Zp}]*$/u.test(username);
  const fits = plain && username !== "DEFAULT" && Buffer.byteLength(username) <= longest;
  return fits ? null : text("formats.usernameNotHeld");
}

async function* write(entries: AsyncIterable<Outgoing>): AsyncGenerator<Piece> {
  for await (const { username, seed } of entries) {
    yield { data: `"${username}" TOTP-Secret := "${base32nopad.encode(seed)}"\n` };
  }
}

/** A users file of FreeRADIUS 3.2 for its module rlm_totp. */
export const freeradius: Format = {
  id: "freeradius",
  title: "FreeRADIUS rlm_totp",
  read: null,
  write: {
    form: "file",
    extension: "users",
    plain: true,
    carries: {
      kinds: ["totp"],
      algorithms: ["SHA1"],
      digits: [6],
      periods: [30],
      keyBytes: { least: 1, most: 49 },
      owner: true,
      // The first entry of a name counts.
      perPerson: 1,
      refuses,
    },
    settings: [],
    warnings: [text("formats.freeradiusReplay"), text("formats.freeradiusStep")],
    write,
  },
};
