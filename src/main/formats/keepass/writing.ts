import { everything } from "../carries.ts";
import type { Outgoing, Piece, Writing } from "../format.ts";
import { writeKeyUri } from "../key-uri.ts";
import { text } from "#shared/texts/text.ts";

/*
 * The XML that KeePassXC (`keepassxc-cli import`) and KeePass take in. The attribute is `otp`: KeePassXC 2.7.4 passes over
 * KeePass' own, and has no counter-based codes.
 */

const marks: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** XML has no place for most control characters (XML 1.0 section 2.2), and names have none for the others. */
const inXml = (written: string): string =>
  written
    .toWellFormed()
    .replaceAll(/[\p{Cc}\ufffe\uffff]/gu, " ")
    .replaceAll(/[&<>"]/gu, (mark) => marks[mark] ?? mark);

const newId = (): string => Buffer.from(crypto.randomUUID().replaceAll("-", ""), "hex").toString("base64");

const attribute = (name: string, value: string, isProtected = false): string =>
  `<String><Key>${name}</Key><Value${isProtected ? ' ProtectInMemory="True"' : ""}>${inXml(value)}</Value></String>`;

function entryOf(outgoing: Outgoing): string {
  const strings = [
    attribute("Title", outgoing.issuer),
    attribute("UserName", outgoing.account),
    attribute("otp", writeKeyUri(outgoing), true),
  ];
  return `<Entry><UUID>${newId()}</UUID>${strings.join("")}</Entry>\n`;
}

async function* write(entries: AsyncIterable<Outgoing>): AsyncGenerator<Piece> {
  yield {
    data: `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<KeePassFile><Meta><Generator>Countersign</Generator></Meta><Root><Group><UUID>${newId()}</UUID><Name>Countersign</Name>\n`,
  };
  for await (const outgoing of entries) yield { data: entryOf(outgoing) };
  yield { data: "</Group></Root></KeePassFile>\n" };
}

export const writing: Writing = {
  form: "file",
  extension: "xml",
  plain: true,
  carries: { ...everything, kinds: ["totp"] },
  settings: [],
  warnings: [text("formats.keepassDelete")],
  write,
};
