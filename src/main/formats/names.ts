import { createHash } from "node:crypto";
import { text, type Text } from "#shared/texts/text.ts";

/** Names that Windows takes for devices, whatever follows a dot. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;

/** Bytes of a file's name on the file systems in use. */
const longest = 200;

/** Why a username cannot be one word of a line, or null. */
export const wordOf = (username: string): Text | null =>
  username === "" || /[\s\p{C}]/u.test(username) ? text("formats.usernameNoWord") : null;

/** Why a username cannot be the name of a file as it is, or null. Where it names the person to a program, nothing else will do. */
export function fileNameOf(username: string): Text | null {
  const plain = /^[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}._@+-]*[\p{L}\p{M}\p{N}_@+-])?$/u.test(username);
  const fits = plain && Buffer.byteLength(username) <= longest && !devices.test(username);
  return fits ? null : text("formats.usernameNoFile");
}

/**
 * The name of a file for somebody, where it need not be the username itself: what could mean something to a file system is
 * written as `%2F`. Two usernames never have the same one.
 */
export function fileNameFor(username: string): string {
  if (fileNameOf(username) === null) return username;
  const bytes = Buffer.from(username.toWellFormed(), "utf8");
  const escaped = Array.from(bytes, (byte, index) => {
    const letter = String.fromCharCode(byte);
    const plain = /[A-Za-z0-9_]/u.test(letter) && index > 0;
    return plain ? letter : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
  return escaped.length <= longest ? escaped : `%${createHash("sha256").update(bytes).digest("hex")}`;
}
