import { text } from "#shared/texts/text.ts";
import type { Candidate, Format, Opening } from "../format.ts";
import type { Source } from "../source.ts";
import { childOf, type Element, elementsOf, rootOf, textAt } from "../xml.ts";

/*
 * `<Tokens><Token serial="…">` with a seed and a moving factor for each application: what Aladdin, SafeNet, Gemalto and Thales
 * deliver with their event-based tokens. The form has no place for a kind, a hash or a number of digits.
 */

/** As the makers have it, and those who import it: a seed of 32 bytes is for SHA-256. */
const sha256Letters = 64;

const counterOf = (written: string | undefined): number | undefined =>
  written === undefined ? undefined : /^\d{1,16}$/u.test(written) ? Number(written) : Number.NaN;

function candidateOf(token: Element, application: Element, at: number): Candidate {
  const seed = textAt(application, "Seed");
  const date = childOf(token, "ProductionDate");
  return {
    at,
    type: "HOTP",
    secret: seed === undefined ? undefined : { hex: seed },
    algorithm: seed?.length === sha256Letters ? "SHA256" : undefined,
    counter: counterOf(textAt(application, "MovingFactor")),
    serial: token.attributes.get("serial"),
    model: textAt(token, "ProductName"),
    notKept: date ? [text("formats.pskcElement", { name: date.name })] : [],
  };
}

function* candidatesIn(token: Element, first: number): Generator<Candidate> {
  const applications = (childOf(token, "Applications")?.children ?? []).filter(({ name }) => name === "Application");
  if (applications.length === 0) yield { at: first, type: "HOTP", fault: text("formats.noSecret") };
  for (const [offset, application] of applications.entries()) yield candidateOf(token, application, first + offset);
}

async function* read(source: Source, { signal }: Opening): AsyncGenerator<Candidate> {
  let next = 1;
  for await (const { elements } of elementsOf(source, 1)) {
    signal.throwIfAborted();
    for (const token of elements.filter(({ name }) => name === "Token")) {
      for (const candidate of candidatesIn(token, next)) {
        next = candidate.at + 1;
        yield candidate;
      }
    }
  }
}

const detect = (source: Source): boolean =>
  rootOf(source)?.name === "Tokens" &&
  /<Token\b[^<]*\bserial\s*=/u.test(source.headText ?? source.head.toString("latin1"));

/** Seeds of event-based tokens of Thales, Gemalto, SafeNet and Aladdin. */
export const thales: Format = { id: "thales", title: "Thales / SafeNet XML", read: { detect, read }, write: null };
