import { create } from "qrcode";
import { AppError } from "#shared/errors.ts";
import { text as textOf } from "#shared/texts/text.ts";
import { capacity, fitsQr } from "./qr-capacity.ts";

/**
 * The modules of a QR code (ISO/IEC 18004), rows of "1" for dark, without the quiet zone. It can be read with 15 % of
 * it damaged; a very long text leaves 7 %.
 *
 * @throws AppError INVALID_INPUT if the text is too long for any
 */
export function qrRows(text: string): string[] {
  if (!fitsQr(text)) throw new AppError("INVALID_INPUT", { text: textOf("sheets.tooLongForQr") });
  // As one segment of bytes: looking for shorter segments costs more than it saves here.
  const segments = [{ data: Buffer.from(text), mode: "byte" as const }];
  const { modules } = create(segments, { errorCorrectionLevel: Buffer.byteLength(text) > capacity.M ? "L" : "M" });
  const drawn = Array.from(modules.data, (module) => (module ? "1" : "0")).join("");
  return Array.from({ length: modules.size }, (_, row) => drawn.slice(row * modules.size, (row + 1) * modules.size));
}
