import { constants, inflateSync } from "node:zlib";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { Document, OpenedLogo } from "../../sheets/draw.ts";

/** Pixels; a logo is 5 cm wide. A picture that unpacks to more would only cost memory. */
const mostPixels = 8_000_000;

export interface LogoPicture {
  bytes: Buffer;
  /** In pixels. */
  width: number;
  height: number;
}

/** What the library returns for an opened picture; its types omit the method. */
interface Opener {
  openImage(bytes: Buffer): { width: number; height: number };
}

const opener = (document: Document): Opener => document as unknown as Opener;

export const openLogo = (document: Document, { bytes }: LogoPicture): OpenedLogo =>
  opener(document).openImage(bytes) as unknown as OpenedLogo;

const refused = (cause?: unknown): AppError =>
  new AppError("INVALID_INPUT", {
    text: text("letters.notALogo"),
    fields: { logo: text("letters.pictureUnreadable") },
    cause,
  });

const isPng = (bytes: Buffer): boolean => bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]));

/** The compressed rows of a PNG (ISO/IEC 15948 11.2.4). */
function imageData(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return Buffer.concat(parts);
}

/** A PNG whose rows are complete, and no larger than its stated size. */
function checkPng(bytes: Buffer, width: number, height: number): void {
  const most = height * (8 * width + 1) + 8 * (width + height);
  const rows = inflateSync(imageData(bytes), { maxOutputLength: most, finishFlush: constants.Z_FINISH });
  if (rows.length === 0) throw new RangeError("no rows");
}

/**
 * Checks a picture before it is used: its size, and that it can be unpacked.
 *
 * @param base64 PNG or JPEG; null without a logo
 * @throws AppError INVALID_INPUT
 */
export async function readLogo(base64: string | null): Promise<LogoPicture | null> {
  if (base64 === null) return null;
  const { default: Pdf } = await import("pdfkit");
  const bytes = Buffer.from(base64, "base64");
  try {
    const { width, height } = opener(new Pdf({ autoFirstPage: false, font: "" })).openImage(bytes);
    if (!(width > 0 && height > 0 && width * height <= mostPixels)) throw new RangeError("too many pixels, or none");
    if (isPng(bytes)) checkPng(bytes, width, height);
    return { bytes, width, height };
  } catch (cause) {
    throw refused(cause);
  }
}
