/** Bytes of a username in a file's name; file names are limited to 255 bytes nearly everywhere. */
const longest = 120;

/** Windows treats these as devices, whatever follows after a dot. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;

/**
 * The name of one letter's file: as much of the username as every file system accepts, and the serial, which no other
 * letter has.
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
