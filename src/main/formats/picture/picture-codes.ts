import { text } from "#shared/texts/text.ts";
import { broken, damaged } from "../faults.ts";
import { readCodes } from "./codes.ts";
import { decodePng, onGround, requireBounded } from "./pixels.ts";
import { isPng, jpegSize, pngSize, type Size } from "./size.ts";

const mebibyte = 1024 * 1024;

/** Far larger than a photo of a phone. */
const mostPixels = 26_000_000;
const mostMemory = 150 * mebibyte;

/** Of a picture that is laid on a ground; larger ones are photos and screens, and have theirs. */
const mostCutOut = 4_000_000;

/** A code that was cut out of its ground is dark on it or light: both are tried. */
const grounds = [255, 0];

/** @throws AppError FORMAT_UNREADABLE */
function readable<T extends Size>(size: T | null): T {
  if (size === null) throw broken();
  const { width, height, memory } = size;
  if (width * height <= mostPixels && memory <= mostMemory) return size;
  throw damaged(text("formats.pictureTooLarge", { width, height }));
}

async function pngCodes(bytes: Buffer): Promise<string[]> {
  const size = readable(pngSize(bytes));
  await requireBounded(bytes, size);
  const found = await readCodes(bytes);
  if (found.length > 0 || !size.transparent || size.width * size.height > mostCutOut) return found;
  const pixels = decodePng(bytes);
  for (const ground of grounds) {
    const codes = await readCodes(onGround(pixels, ground));
    if (codes.length > 0) return codes;
  }
  return [];
}

async function jpegCodes(bytes: Buffer): Promise<string[]> {
  readable(jpegSize(bytes));
  return readCodes(bytes);
}

/**
 * @param bytes of a PNG or JPEG
 * @returns the texts of its QR codes in reading order
 * @throws AppError FORMAT_UNREADABLE where it is too large or damaged
 */
export const codesOf = (bytes: Buffer): Promise<string[]> => (isPng(bytes) ? pngCodes(bytes) : jpegCodes(bytes));
