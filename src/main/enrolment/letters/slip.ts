import type { Typefaces } from "../../sheets/typefaces.ts";
import type { LetterFacts } from "./facts.ts";
import { black, lineHeight, margin, type PageWriter, type TextStyle } from "../../sheets/page-writer.ts";
import type { LetterWords } from "./words/words.ts";
import { limited, oneLine, wrap } from "../../sheets/wrap.ts";

/** In points, from the cut line to the bottom margin. */
export const slipHeight = 150;

const label: TextStyle = { face: "text", size: 8, colour: "grey" };
const value: TextStyle = { face: "text", size: 10.5 };
const ruleGap = 4;

/** Below a dashed line: who has received which letter, to be signed. */
export function writeSlip(page: PageWriter, faces: Typefaces, words: LetterWords["slip"], facts: LetterFacts): void {
  const { side, bottom } = margin;
  const top = page.paper.height - bottom - slipHeight;
  const mark = { kind: "line", y: top, y2: top, colour: black } as const;
  page.marks.push({ ...mark, x: side, x2: side + page.textWidth, dashed: true });
  page.y = top + 12;
  page.lines([words.title], { face: "heading", size: 11 });
  page.lines(limited(faces.text, 9, wrap(faces.text, 9, words.statement, page.textWidth), 2, page.textWidth), {
    face: "text",
    size: 9,
  });
  page.space(8);

  const [left, right] = [side, side + page.textWidth * 0.62];
  const columns = [right - left - 20, side + page.textWidth - right] as const;
  page.put(words.name, left, page.y, label);
  page.put(words.serial, right, page.y, label);
  page.space(lineHeight(label.size));
  page.put(facts.serial, right, page.y, { face: "code", size: 10.5 });
  for (const name of facts.name === "" ? [facts.username, ""] : [facts.name, facts.username]) {
    const line = oneLine(faces.text, page.printable("text", name), columns[0], { size: 10.5, least: 6 });
    page.put(line.text, left, page.y, { ...value, size: line.size });
    page.space(lineHeight(value.size));
  }
  page.space(16);

  for (const [x, width, text] of [
    [left, columns[0], words.signature],
    [right, columns[1], words.date],
  ] as const) {
    page.marks.push({ kind: "line", x, y: page.y, x2: x + width, y2: page.y, colour: black, dashed: false });
    page.put(text, x, page.y + ruleGap, label);
  }
}
