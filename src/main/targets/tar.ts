const blockSize = 512;
/** What fits into a header; longer names, and those beyond ASCII, stand in a record before it. */
const longestName = 100;
/** Eleven octal digits. */
const mostBytes = 8 ** 11 - 1;

/** A file or folder in a tar. */
interface Entry {
  name: string;
  kind: "file" | "folder";
  /** Bytes; 0 of a folder. */
  size: number;
  /** UTC milliseconds. */
  at: number;
}

const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, "0")}\0`;

/** POSIX.1-1988 ustar. */
function block(name: Uint8Array, typeFlag: string, mode: number, size: number, at: number): Buffer {
  const header = Buffer.alloc(blockSize);
  header.set(name.subarray(0, longestName));
  header.write(octal(mode, 7), 100, "latin1");
  header.write(octal(0, 7) + octal(0, 7), 108, "latin1");
  header.write(octal(size, 11) + octal(Math.floor(at / 1000), 11), 124, "latin1");
  header.write(`        ${typeFlag}`, 148, "latin1");
  header.write("ustar\x0000", 257, "latin1");
  const sum = header.reduce((before, byte) => before + byte, 0);
  header.write(`${octal(sum, 6)} `, 148, "latin1");
  return header;
}

/** What fills the last block of so many bytes. */
export const padding = (size: number): Buffer => Buffer.alloc((blockSize - (size % blockSize)) % blockSize);

/** `LENGTH path=NAME\n` (POSIX.1-2001 pax), whose length counts its own digits. */
function pathRecord(name: string): Buffer {
  const rest = Buffer.from(` path=${name}\n`);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

/** What stands before the content of an entry. @throws RangeError for more bytes than a header can say */
export function headerOf({ name, kind, size, at }: Entry): Buffer {
  if (size > mostBytes) throw new RangeError("too large for a tar");
  const bytes = Buffer.from(name);
  const own = block(bytes, kind === "file" ? "0" : "5", kind === "file" ? 0o600 : 0o700, size, at);
  if (bytes.length < longestName && /^[ -~]*$/u.test(name)) return own;
  const record = pathRecord(name);
  return Buffer.concat([block(Buffer.from("pax"), "x", 0o600, record.length, at), record, padding(record.length), own]);
}

/** Two empty blocks end a tar. */
export const tarEnd = Buffer.alloc(2 * blockSize);
