/** A number is written as digits; some programs write its bytes, or its digits, in base64. */
function numberOfBytes(bytes: Uint8Array): number {
  const ascii = Buffer.from(bytes).toString("latin1").trim();
  if (/^\d{1,16}$/u.test(ascii)) return Number(ascii);
  if (bytes.length === 0 || bytes.length > 8) return Number.NaN;
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** @returns NaN for what is none */
export function numberOf(written: string | Uint8Array): number {
  if (typeof written !== "string") return numberOfBytes(written);
  if (/^[+-]?\d{1,16}$/u.test(written)) return Number(written);
  const base64 = /^[A-Za-z0-9+/]{2,}={0,2}$/u.test(written) && written.length % 4 === 0;
  return base64 ? numberOfBytes(Buffer.from(written, "base64")) : Number.NaN;
}
