import { TextDecoder } from "node:util";
import { SaxesParser, type SaxesTagPlain } from "saxes";
import { text } from "#shared/texts/text.ts";
import { broken, damaged } from "./faults.ts";
import { encodingOf, type Source } from "./source.ts";

/*
 * XML of other programs, element by element, so that a file of any length takes the memory of one of its entries. Names
 * stand without their prefixes: programs disagree about namespaces, and what tells elements apart is where they stand. No
 * document type is read, so there are no entities but the five of XML itself, and nothing is fetched.
 */

export interface Element {
  readonly name: string;
  /** Without those that declare namespaces. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** What stands directly in it, without blanks around it. */
  readonly text: string;
}

/** An element with where it stands. */
export interface Placed extends Element {
  /** Names of the elements around it, the outermost first. */
  readonly within: readonly string[];
}

/** Deeper than any program's file. */
const deepest = 32;
/** Of one entry: elements, and characters of text. */
const mostElements = 10_000;
const mostCharacters = 1024 * 1024;

interface Growing {
  name: string;
  attributes: ReadonlyMap<string, string>;
  children: Growing[];
  text: string;
}

const bare = (name: string): string => name.slice(name.indexOf(":") + 1);

/** Most elements have none. */
const noAttributes: ReadonlyMap<string, string> = new Map();

function attributesOf(attributes: SaxesTagPlain["attributes"]): ReadonlyMap<string, string> {
  let kept: Map<string, string> | null = null;
  for (const key of Object.keys(attributes)) {
    if (key !== "xmlns" && !key.startsWith("xmlns:")) (kept ??= new Map()).set(bare(key), attributes[key] ?? "");
  }
  return kept ?? noAttributes;
}

const growing = ({ name, attributes }: SaxesTagPlain): Growing => ({
  name: bare(name),
  attributes: attributesOf(attributes),
  children: [],
  text: "",
});

/** Puts elements together. Those at `depth` (the root is at 0) are given out whole; those around them are not kept. */
class Assembly {
  readonly #parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  readonly #open: Growing[] = [];
  readonly #depth: number;
  #done: Placed[] = [];
  #root: ReadonlyMap<string, string> = new Map();
  #elements = 0;
  #characters = 0;
  /** Characters since the last tag: the parser keeps what has no end yet. */
  #pending = 0;

  constructor(depth: number) {
    this.#depth = depth;
    this.#parser.on("error", (fault) => {
      throw broken(fault);
    });
    this.#parser.on("doctype", () => {
      throw damaged(text("formats.doctype"));
    });
    this.#parser.on("opentag", (tag) => {
      this.#opened(growing(tag));
    });
    this.#parser.on("closetag", () => {
      this.#closed();
    });
    this.#parser.on("text", (written) => {
      this.#wrote(written);
    });
    this.#parser.on("cdata", (written) => {
      this.#wrote(written);
    });
  }

  /** Of the outermost element, once it was opened. */
  get root(): ReadonlyMap<string, string> {
    return this.#root;
  }

  #opened(element: Growing): void {
    this.#pending = 0;
    const depth = this.#open.length;
    if (depth >= deepest) throw broken();
    if (depth === 0) this.#root = element.attributes;
    if (depth === this.#depth) this.#elements = this.#characters = 0;
    if (depth > this.#depth) {
      this.#elements += 1;
      if (this.#elements > mostElements) throw broken();
      this.#open.at(-1)?.children.push(element);
    }
    this.#open.push(element);
  }

  #wrote(written: string): void {
    const at = this.#open.at(-1);
    if (at === undefined || this.#open.length <= this.#depth) return;
    this.#characters += written.length;
    if (this.#characters > mostCharacters) throw broken();
    at.text += written;
  }

  #closed(): void {
    this.#pending = 0;
    const element = this.#open.pop();
    if (element === undefined) return;
    element.text = element.text.trim();
    if (this.#open.length === this.#depth) {
      this.#done.push({ ...element, within: this.#open.map(({ name }) => name) });
    }
  }

  write(piece: string): void {
    this.#pending += piece.length;
    this.#parser.write(piece);
    if (this.#pending > 2 * mostCharacters) throw broken();
  }

  close(): void {
    this.#parser.close();
  }

  /** Takes out the elements that are whole now. */
  taken(): Placed[] {
    const done = this.#done;
    this.#done = [];
    return done;
  }
}

/**
 * UTF-8, or what the byte order mark or the declaration says. A declaration of UTF-16 without its mark is what .NET leaves
 * in a text that was saved as UTF-8.
 */
function decoderFor(head: Uint8Array): TextDecoder {
  const marked = encodingOf(head);
  if (marked !== "utf-8") return new TextDecoder(marked, { fatal: true });
  const declared = /^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']((?:iso-8859|windows-125)[\w-]*)["']/iu.exec(
    Buffer.from(head.subarray(0, 300)).toString("latin1"),
  );
  try {
    return new TextDecoder(declared?.[1] ?? "utf-8", { fatal: true });
  } catch (thrown) {
    throw broken(thrown);
  }
}

function decoded(decoder: TextDecoder, bytes?: Uint8Array): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch (thrown) {
    throw broken(thrown);
  }
}

/** The elements that became whole together, and what the outermost one has. */
export interface Batch {
  readonly root: ReadonlyMap<string, string>;
  readonly elements: readonly Placed[];
}

/**
 * The elements at a depth, in their order, as the file is read.
 *
 * @param depth of the root: 0
 * @throws AppError FORMAT_UNREADABLE, after the elements before the damage
 */
export async function* elementsOf(source: Source, depth: number): AsyncGenerator<Batch> {
  const assembly = new Assembly(depth);
  const decoder = decoderFor(source.head);
  let begun = false;
  const whole = (): Batch => ({ root: assembly.root, elements: assembly.taken() });
  try {
    for await (const chunk of source.chunks()) {
      const piece = decoded(decoder, chunk);
      assembly.write(begun ? piece : piece.trimStart());
      begun ||= piece.trim() !== "";
      const batch = whole();
      if (batch.elements.length > 0) yield batch;
    }
    assembly.write(decoded(decoder));
    assembly.close();
  } catch (thrown) {
    yield whole();
    throw thrown;
  }
  yield whole();
}

/** The first child of this name. */
export const childOf = (element: Element | undefined, name: string): Element | undefined =>
  element?.children.find((child) => child.name === name);

/** The first one at the end of a way down. */
export const at = (element: Element | undefined, ...names: readonly string[]): Element | undefined =>
  names.reduce(childOf, element);

/** What stands in it; undefined where there is none, or nothing in it. */
export const textAt = (element: Element | undefined, ...names: readonly string[]): string | undefined =>
  at(element, ...names)?.text || undefined;

/** Where the part of a prolog ends that a text begins with: a declaration, a comment, a document type; -1 for none. */
function endOfProlog(written: string): number {
  const ends: readonly (readonly [RegExp, RegExp])[] = [
    [/^<\?/u, /\?>/u],
    [/^<!--/u, /-->/u],
    [/^<!DOCTYPE[^[>]*\[/iu, /\]\s*>/u],
    [/^<!DOCTYPE/iu, />/u],
  ];
  const end = ends.find(([beginning]) => beginning.test(written))?.[1].exec(written);
  return end ? end.index + end[0].length : -1;
}

function withoutProlog(head: string): string {
  let rest = head.replace(/^\uFEFF/u, "").trimStart();
  for (let end = endOfProlog(rest); end > 0; end = endOfProlog(rest)) rest = rest.slice(end).trimStart();
  return rest;
}

/** The outermost element's opening tag, by the beginning of a file; null if that is no XML. */
export function rootOf({ head, headText }: Source): { name: string; tag: string } | null {
  const rest = withoutProlog(headText ?? head.toString("latin1"));
  const found = /^<([\p{L}\w.-]+:)?([\p{L}\w.-]+)(?=[\s/>])(?:[^>"']|"[^"]*"|'[^']*')*>/u.exec(rest.slice(0, 8192));
  return found ? { name: found[2] ?? "", tag: found[0] } : null;
}
