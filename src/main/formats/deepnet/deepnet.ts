import type { Unsaid } from "#shared/contract/seeds.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { damaged } from "../faults.ts";
import type { Candidate, Format, Opening, Secret } from "../format.ts";
import type { Source } from "../source.ts";
import { type Element, elementsOf, rootOf, textAt } from "../xml.ts";

/*
 * The seed file of DualShield 5 and later: what holds for all tokens stands once, before them.
 * https://wiki.deepnetsecurity.com/display/DualShield6/DualShield+Token+File+Format+for+SafeID+Hardware+OTP+Tokens
 */

type Header = ReadonlyMap<string, string>;

const numberOf = (written: string | undefined): number | undefined =>
  written === undefined ? undefined : /^\d{1,15}$/u.test(written) ? Number(written) : Number.NaN;

const secretOf = (seed: string, header: Header): Secret | null => {
  const encode = (header.get("encode") ?? "").toUpperCase();
  if (encode === "HEX") return { hex: seed };
  if (encode === "BASE32") return { base32: seed };
  return encode === "BASE64" ? { base64: seed } : null;
};

/** @param unsaid what holds where neither the token nor the header says it */
function candidateOf(token: Element, header: Header, at: number, unsaid: Unsaid): Candidate {
  const value = (name: string): string | undefined => textAt(token, name) ?? header.get(name);
  const seed = textAt(token, "seed");
  const secret = seed === undefined ? undefined : secretOf(seed, header);
  const counter = numberOf(textAt(token, "counter")) ?? (unsaid.type === "hotp" ? unsaid.counter : undefined);
  const period = numberOf(value("timeWindow")) ?? (counter === undefined ? unsaid.period : undefined);
  const isEvent = period === undefined && counter !== undefined;
  const fault = (why: Text): Partial<Candidate> => ({ fault: why });
  return {
    at,
    type: isEvent ? "hotp" : "totp",
    secret: secret ?? undefined,
    algorithm: value("crypto") ?? unsaid.algorithm,
    digits: numberOf(value("digits")) ?? unsaid.digits,
    period,
    counter: isEvent ? counter : undefined,
    serial: textAt(token, "serial"),
    model: header.get("manufacturerCode") === "DN" ? "SafeID" : undefined,
    ...(secret === null ? fault(text("formats.deepnetEncode")) : {}),
    // Its tokens come with either step: neither is taken for the other.
    ...(period === undefined && counter === undefined ? fault(text("formats.deepnetStep")) : {}),
  };
}

async function* read(source: Source, { signal, unsaid = {} }: Opening): AsyncGenerator<Candidate> {
  const header = new Map<string, string>();
  let next = 1;
  for await (const { elements } of elementsOf(source, 2)) {
    signal.throwIfAborted();
    for (const element of elements) {
      const around = element.within.at(-1);
      if (around === "header") header.set(element.name, element.text);
      if (around !== "tokens" || element.name !== "token") continue;
      if ((header.get("encrypt") ?? "NONE").toUpperCase() !== "NONE") throw damaged(text("formats.deepnetEncrypted"));
      yield candidateOf(element, header, next, unsaid);
      next += 1;
    }
  }
}

const detect = (source: Source): boolean => {
  const head = source.headText?.slice(0, 8192) ?? "";
  return rootOf(source)?.name === "data" && ["<header>", "<encode>", "<tokens>"].every((tag) => head.includes(tag));
};

/** Seeds of Deepnet's SafeID tokens. */
export const deepnet: Format = { id: "deepnet", title: "Deepnet SafeID XML", read: { detect, read }, write: null };
