/** What stands before an entry (APPNOTE.TXT 4.3.7). */
export interface LocalHeader {
  readonly name: string;
  readonly encrypted: boolean;
  /** The beginning of what is packed in it. */
  readonly packed: Buffer;
  readonly method: number;
}

/** @param head the beginning of a file @returns the first entry, or null where it is no archive */
export function firstEntry(head: Buffer): LocalHeader | null {
  if (head.length < 30 || head.readUInt32LE(0) !== 0x04034b50) return null;
  const nameEnd = 30 + head.readUInt16LE(26);
  const begin = nameEnd + head.readUInt16LE(28);
  // Whoever packs as it comes writes the length after the entry, and 0 here.
  const length = head.readUInt32LE(18);
  return {
    name: head.toString("utf8", 30, nameEnd),
    encrypted: (head.readUInt16LE(6) & 1) === 1,
    method: head.readUInt16LE(8),
    packed: head.subarray(begin, length === 0 ? undefined : begin + length),
  };
}
