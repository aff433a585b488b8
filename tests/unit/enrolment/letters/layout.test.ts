import { describe, expect, it } from "vitest";
import type { LetterFacts, LetterStyle } from "#main/enrolment/letters/facts.ts";
import { layoutLetter } from "#main/enrolment/letters/layout.ts";
import { paperSizes } from "#main/sheets/paper.ts";
import { qrRows } from "#main/sheets/qr.ts";
import { lettersIn } from "#main/enrolment/letters/words/index.ts";
import { openTypefaces } from "#main/sheets/typefaces.ts";
import { defaultParameters, keyUri } from "#main/twofactor/totp.ts";
import { LetterLanguage, PageMark } from "#shared/contract/letters.ts";

const faces = await openTypefaces();

const person: LetterFacts = {
  name: "Ada Lovelace",
  username: "ada",
  organisation: "Łódź Werke GmbH",
  serial: "7K3Q-M9XH",
  expires: "8 December 2026",
  key: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
  rows: qrRows(keyUri("Łódź Werke GmbH", "ada", Buffer.alloc(20), defaultParameters)),
  parameters: defaultParameters,
};

const style: LetterStyle = {
  words: lettersIn.en,
  logo: null,
  title: "",
  introduction: "",
  closing: "",
  slip: false,
  paper: paperSizes.A4,
};

const lay = (change: Partial<LetterStyle> = {}, facts: Partial<LetterFacts> = {}): PageMark[] =>
  layoutLetter(faces, { ...style, ...change }, { ...person, ...facts });

const texts = (marks: readonly PageMark[]) => marks.filter((mark) => mark.kind === "text");
const said = (marks: readonly PageMark[]): string =>
  texts(marks)
    .map(({ text }) => text)
    .join(" ");

/** Right and bottom ends of a mark; a letter reaches a quarter of its size below its baseline at most. */
function endOf(mark: PageMark): { right: number; bottom: number } {
  switch (mark.kind) {
    case "text":
      return { right: mark.x + mark.width, bottom: mark.y + mark.size * 0.25 };
    case "line":
      return { right: Math.max(mark.x, mark.x2), bottom: Math.max(mark.y, mark.y2) };
    case "qr":
      return { right: mark.x + mark.size, bottom: mark.y + mark.size };
    case "rect":
    case "logo":
      return { right: mark.x + mark.width, bottom: mark.y + mark.height };
  }
}

function expectOnPage(marks: readonly PageMark[]): void {
  for (const mark of marks) {
    const { right, bottom } = endOf(mark);
    expect(right).toBeLessThanOrEqual(paperSizes.A4.width - 56);
    expect(bottom).toBeLessThanOrEqual(paperSizes.A4.height - 28);
    expect(PageMark.parse(mark)).toEqual(mark);
  }
}

/** Nothing stands on the code: its quiet zone of four modules stays white. */
function expectQuietZone(marks: readonly PageMark[]): void {
  const qr = marks.find((mark) => mark.kind === "qr");
  if (!qr) throw new Error("no code");
  const zone = (4 * qr.size) / qr.rows.length;
  for (const { x, y, size, width, text } of texts(marks)) {
    const beside = x >= qr.x + qr.size + zone || x + width <= qr.x - zone;
    const above = y + size * 0.25 <= qr.y - zone || y - size * 0.8 >= qr.y + qr.size + zone;
    expect(beside || above, text).toBe(true);
  }
}

const hostile: Partial<LetterFacts>[] = [
  { name: "W".repeat(200), username: "W".repeat(128) },
  { name: "word ".repeat(40).trim(), organisation: "O".repeat(100) },
  { name: "דנה כהן", username: "דנה" },
  { name: "😀".repeat(50), username: "日本語".repeat(40) },
  { name: "", username: "x" },
];

describe.each(LetterLanguage.options)("a letter in %s", (language) => {
  const words = lettersIn[language];

  it("holds what a person needs, on one page", () => {
    const marks = lay({ words });
    const all = said(marks);
    const told = [words.title, person.name, person.username, "JBSW Y3DP EHPK 3PXP", person.serial, person.expires];
    for (const text of told) expect(all).toContain(text);
    for (const step of words.steps(defaultParameters, person.expires)) {
      expect(all.replaceAll(/\s+/gu, " ")).toContain(step.replaceAll(/\s+/gu, " "));
    }
    expect(all).not.toContain("…");
    expectOnPage(marks);
    expectQuietZone(marks);
  });

  it.each(hostile)("stays on the page with the longest texts: %j", (facts) => {
    const long = "Please read this {name}. ".repeat(80).slice(0, 2000);
    const marks = lay(
      { words, introduction: long, closing: long, title: "T".repeat(120), slip: true, logo: { width: 4, height: 900 } },
      facts,
    );
    expectOnPage(marks);
    expectQuietZone(marks);
    expect(said(marks)).toContain("…");
    expect(said(marks)).toContain(person.serial);
  });
});

it("shows the code at 45 mm at least", () => {
  const qr = lay().find((mark) => mark.kind === "qr");
  expect((qr?.size ?? 0) / 72).toBeGreaterThan(45 / 25.4);
  expect(qr?.rows.every((row) => row.length === qr.rows.length)).toBe(true);
});

it("fills in what it knows, and lets any other brace stand", () => {
  const introduction = "{name} {username} {organisation} {serial} {expires} {password} {}";
  const all = said(lay({ introduction })).replaceAll(/\s+/gu, " ");
  expect(all).toContain("Ada Lovelace ada Łódź Werke GmbH 7K3Q-M9XH 8 December 2026 {password} {}");
  expect(said(lay({ title: "For {name}" }, { name: "" }))).toContain("For ada");
});

it("says what an app must be told only where it is not the usual", () => {
  expect(said(lay())).not.toContain(lettersIn.en.settings);
  const parameters = { ...defaultParameters, digits: 8 } as const;
  expect(said(lay({}, { parameters }))).toContain("SHA1, 8 digits, 30 seconds");
});

it("has a return slip below a dashed line only where the policy wants one", () => {
  expect(lay().some((mark) => mark.kind === "line")).toBe(false);
  const marks = lay({ slip: true });
  const cutLine = marks.find((mark) => mark.kind === "line" && mark.dashed);
  const below = texts(marks).filter(({ y }) => cutLine?.kind === "line" && y > cutLine.y);
  for (const text of ["Ada Lovelace", "ada", person.serial, "Date", "Signature"]) {
    expect(below.map((mark) => mark.text)).toContain(text);
  }
});

it("marks letters that the typeface lacks, and says so", () => {
  const all = said(lay({}, { name: "山田 太郎" }));
  expect(all).toContain("□□ □□");
  expect(all).toContain(lettersIn.en.lacking("□"));
  expect(said(lay({}, { name: "□" }))).not.toContain(lettersIn.en.lacking("□"));
});

it("puts right-to-left words in their order", () => {
  const name = texts(lay({}, { name: "דנה כהן" })).filter(({ text }) => /\p{Script=Hebrew}/u.test(text));
  expect(name.map(({ text }) => text)).toEqual(["כהן", "דנה"]);
  expect(name[1]?.x).toBeGreaterThan((name[0]?.x ?? 0) + (name[0]?.width ?? 0));
});
