import { create } from "qrcode";
import { AppError } from "#shared/errors.ts";
import { text as textOf } from "#shared/texts/text.ts";

/** Bytes that the largest code holds (ISO/IEC 18004 table 7, version 40). */
const capacity = { M: 2331, L: 2953 } as const;

/** Whether a text fits into any QR code. */
export const fitsQr = (text: string): boolean => Buffer.byteLength(text) <= capacity.L;

/**
 * The modules of a QR code (ISO/IEC 18004), rows of "1" for dark, without the quiet zone. It can be read with 15 % of
 * it damaged; a very long text leaves 7 %.
 *
 * @throws AppError INVALID_INPUT if the text is too long for any
 */
export function qrRows(text: string): string[] {
  const size = Buffer.byteLength(text);
  if (size > capacity.L) throw new AppError("INVALID_INPUT", { text: textOf("letters.tooLongForQr") });
  // As one segment of bytes: looking for shorter segments costs more than it saves here.
  const segments = [{ data: Buffer.from(text), mode: "byte" as const }];
  const { modules } = create(segments, { errorCorrectionLevel: size > capacity.M ? "L" : "M" });
  const drawn = Array.from(modules.data, (module) => (module ? "1" : "0")).join("");
  return Array.from({ length: modules.size }, (_, row) => drawn.slice(row * modules.size, (row + 1) * modules.size));
}
