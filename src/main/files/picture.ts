import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { readWhole } from "../base/read-whole.ts";

const mostBytes = 512 * 1024;

/** What files of these kinds begin with: PNG (ISO/IEC 15948 5.2) and JPEG (ISO/IEC 10918-1 B.1). */
const beginnings = [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from([0xff, 0xd8, 0xff])];

/**
 * Reads a picture that a person chose, whatever its name says.
 *
 * @returns base64
 * @throws AppError INVALID_INPUT, FILE_NOT_FOUND, PERMISSION_DENIED, IO_ERROR
 */
export async function readPicture(file: string): Promise<string> {
  const picture = await readWhole(file, mostBytes, text("files.thePicture"));
  if (!beginnings.some((beginning) => picture.subarray(0, beginning.length).equals(beginning))) {
    throw new AppError("INVALID_INPUT", { text: text("files.notPicture") });
  }
  return picture.toString("base64");
}
