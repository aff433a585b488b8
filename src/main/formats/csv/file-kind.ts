import { binary, unreadable } from "./faults.ts";

const workbook =
  "This is a spreadsheet file. Open it in the spreadsheet program, save it as CSV, and choose that file.";
const archive = "This is a compressed archive. Unpack it and choose the CSV file inside.";

/** What other kinds of files begin with, and what to say about them. */
const beginnings: readonly (readonly [magic: string, message: string])[] = [
  ["%PDF", "This is a PDF, whatever its name says. Save the table as CSV and choose that file."],
  ["\xD0\xCF\x11\xE0", workbook],
  ["\x1F\x8B", archive],
  ["BZh", archive],
  ["7z\xBC\xAF", archive],
  ["\xFD7zXZ", archive],
  ["Rar!", archive],
  ["\x89PNG", "This is a picture. Choose a CSV file."],
  ["\xFF\xD8\xFF", "This is a picture. Choose a CSV file."],
  ["GIF8", "This is a picture. Choose a CSV file."],
  ["{\\rtf", "This is a text document. Save the table as CSV and choose that file."],
  ["SQLite format 3\0", "This is a database. Export its table as CSV and choose that file."],
];

/** Of a zip, the names of the first parts tell what it is. */
const officeParts = /\[Content_Types\]|_rels\/|xl\/|word\/|mimetypeapplication\/vnd\.oasis/u;

/**
 * Refuses what is not text, by its first bytes.
 *
 * @param head the first bytes of the file
 * @throws AppError TABLE_UNREADABLE
 */
export function refuseOtherKinds(head: Buffer): void {
  if (head.length === 0) throw unreadable("This file is empty.");
  const text = head.subarray(0, 4096).toString("latin1");
  if (text.startsWith("PK\x03\x04")) throw unreadable(officeParts.test(text) ? workbook : archive);
  for (const [magic, message] of beginnings) if (text.startsWith(magic)) throw unreadable(message);
}

/** With this many control characters it is not text any more. */
const mostControls = 0.01;

/** @param text the decoded beginning of the file. @throws AppError TABLE_UNREADABLE */
export function refuseBinary(text: string): void {
  if (text.trim() === "") throw unreadable("This file is empty.");
  if (/^\s*(?:<!doctype|<html|<\?xml|<table)/iu.test(text)) {
    throw unreadable("This is a web page or an XML file. Save the table as CSV and choose that file.");
  }
  const controls = text.match(/(?![\t\n\v\f\r])\p{Cc}/gu)?.length ?? 0;
  if (text.includes("\0") || controls > Math.max(4, text.length * mostControls)) throw binary();
}
