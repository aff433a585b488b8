import { text, type Text } from "#shared/texts/text.ts";
import { binary, unreadable } from "./faults.ts";

const workbook = text("tables.workbook");
const archive = text("tables.archive");
const picture = text("tables.picture");

/** What other kinds of files begin with, and what to say about them. */
const beginnings: readonly (readonly [magic: string, what: Text])[] = [
  ["%PDF", text("tables.pdf")],
  ["\xD0\xCF\x11\xE0", workbook],
  ["\x1F\x8B", archive],
  ["BZh", archive],
  ["7z\xBC\xAF", archive],
  ["\xFD7zXZ", archive],
  ["Rar!", archive],
  ["\x89PNG", picture],
  ["\xFF\xD8\xFF", picture],
  ["GIF8", picture],
  ["{\\rtf", text("tables.document")],
  ["SQLite format 3\0", text("tables.database")],
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
  if (head.length === 0) throw unreadable(text("tables.empty"));
  const begins = head.subarray(0, 4096).toString("latin1");
  if (begins.startsWith("PK\x03\x04")) throw unreadable(officeParts.test(begins) ? workbook : archive);
  for (const [magic, what] of beginnings) if (begins.startsWith(magic)) throw unreadable(what);
}

/** With this many control characters it is not text any more. */
const mostControls = 0.01;

/** @param read the decoded beginning of the file. @throws AppError TABLE_UNREADABLE */
export function refuseBinary(read: string): void {
  if (read.trim() === "") throw unreadable(text("tables.empty"));
  if (/^\s*(?:<!doctype|<html|<\?xml|<table)/iu.test(read)) {
    throw unreadable(text("tables.markup"));
  }
  const controls = read.match(/(?![\t\n\v\f\r])\p{Cc}/gu)?.length ?? 0;
  if (read.includes("\0") || controls > Math.max(4, read.length * mostControls)) throw binary();
}
