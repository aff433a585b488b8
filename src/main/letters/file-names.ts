/** Bytes of a username in a file's name; names of files are limited to 255 bytes nearly everywhere. */
const longest = 120;

/** Windows takes these for devices, whatever follows after a dot. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;

/**
 * The name of one letter's file: the username as far as every file system takes it, and the serial,
 * which no other letter has.
 */
export function letterFileName(username: string, serial: string): string {
  const safe = username.normalize("NFC").replaceAll(/[^\p{L}\p{M}\p{N}._@+-]/gu, "_");
  let shown = "";
  for (const letter of device.test(safe) ? `_${safe}` : safe) {
    if (Buffer.byteLength(shown + letter) > longest) break;
    shown += letter;
  }
  return `${shown.replace(/^[.-]+/u, "_")}-${serial}.pdf`;
}
