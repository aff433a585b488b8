import { parseSync, Visitor } from "oxc-parser";

export interface Literal {
  line: number;
  words: string;
}

interface Span {
  start: number;
  end: number;
}

/** What is written for programmers: their errors, the log, and questions to the database. */
const forProgrammers =
  /^(new )?(?:Type|Range|Script)?Error$|(?:^|\.)(?:error|warn|info|prepare|exec|sql|raw|describe)$|^sql/u;

/** A sentence, or the beginning of one: a capital, then a word and a space; or words that end as a sentence does. */
const reads = (words: string): boolean =>
  /^\p{Lu}[\p{Ll}'’-]*,? \p{L}/u.test(words) || /\p{L}{2,} .*\p{L}{2,}[.!?…]$/su.test(words);

/** Formats of other programs have the programs' proper names for titles, which no language translates. */
const ofFormats = /^src\/main\/formats\//u;

/**
 * Literals of a source that read like sentences for people. What programmers read is left out: arguments of `Error` and
 * its kin and of a logger, and SQL, which shouts.
 *
 * @throws Error when the source does not parse
 */
export function sentencesIn(file: string, source: string): Literal[] {
  const { program, errors } = parseSync(file, source);
  if (errors[0] !== undefined) throw new Error(`${file} does not parse: ${errors[0].message}`);
  const found: (Span & { words: string })[] = [];
  const excused: Span[] = [];
  const excuse = (callee: Span, whole: Span) => {
    if (forProgrammers.test(source.slice(callee.start, callee.end))) excused.push(whole);
  };
  new Visitor({
    Literal: (node) => {
      if (typeof node.value === "string") found.push({ start: node.start, end: node.end, words: node.value });
    },
    TemplateLiteral: (node) => {
      const words = node.quasis.map(({ value }) => value.cooked ?? value.raw).join("…");
      found.push({ start: node.start, end: node.end, words });
    },
    CallExpression: (node) => excuse(node.callee, node),
    NewExpression: (node) => excuse(node.callee, node),
    TaggedTemplateExpression: (node) => excuse(node.tag, node),
    Property: ({ key, value }) => {
      if (ofFormats.test(file) && source.slice(key.start, key.end) === "title") excused.push(value);
    },
  }).visit(program);
  return found
    .filter(({ words }) => reads(words) && !/^[A-Z]{2,} /u.test(words.trimStart()))
    .filter(({ start, end }) => !excused.some((span) => span.start <= start && end <= span.end))
    .map(({ start, words }) => ({ line: source.slice(0, start).split("\n").length, words }));
}

/** Where `say` may be called: texts become sentences only where they are shown. */
const sayers = /#shared\/texts\/say\.ts|\/texts\/say\.ts/u;

/** @param doors folders and files whose work is to show. @returns whether a file makes sentences without being a door */
export function saysWithoutBeingADoor(file: string, source: string, doors: readonly string[]): boolean {
  return sayers.test(source) && !doors.some((door) => file === door || file.startsWith(`${door}/`));
}
