import { base32nopad } from "@scure/base";
import { expect, test } from "vitest";
import { Algorithm } from "#shared/model/records.ts";
import { whyNotCarried } from "#main/formats/carries.ts";
import type { Outgoing, Setting, Writing } from "#main/formats/format.ts";
import { formats } from "#main/formats/registry.ts";
import { outgoing } from "../../support/outgoing.ts";

const written = formats.flatMap(({ id, write }) => (write === null ? [] : [[id, write] as const]));

const candidates = [
  "correct horse battery 71",
  "c3VjaCBhIGtleSBhcyBvcGVuc3NsIHdvdWxkIG1ha2U=",
  "0123456789abcdef".repeat(2),
];

/** What a setting takes: a passphrase, or a key in base64 or in hexadecimal. */
const given = ({ usual, refuses }: Setting): string =>
  usual ?? candidates.find((one) => refuses === undefined || refuses(one) === null) ?? "";

const settingsOf = ({ settings }: Writing): Record<string, string> =>
  Object.fromEntries(settings.map((setting) => [setting.name, given(setting)]));

/** One of each kind and hash that goes into a format, each of another person. */
const fitting = (writing: Writing): Outgoing[] =>
  (["totp", "hotp"] as const)
    .flatMap((kind) => Algorithm.options.map((algorithm) => ({ kind, algorithm })))
    .map((parameters, at) =>
      outgoing(`person${at}`, {
        ...parameters,
        serial: `CSGN0000000${at}`,
        externalId: `00000000-0000-4000-8000-00000000000${at}`,
        seed: Buffer.alloc(20, 65 + at),
      }),
    )
    .filter((one) => whyNotCarried(writing.carries, one, settingsOf(writing)).length === 0);

interface Pieces {
  names: (string | undefined)[];
  text: string;
}

async function pieces(writing: Writing): Promise<Pieces> {
  async function* each(): AsyncGenerator<Outgoing> {
    yield* fitting(writing);
  }
  const made: Pieces = { names: [], text: "" };
  for await (const { file, data } of writing.write(each(), settingsOf(writing))) {
    if (made.names.length === 0 || made.names.at(-1) !== file) made.names.push(file);
    made.text += typeof data === "string" ? data : Buffer.from(data).toString("latin1");
  }
  return made;
}

test.for(written)(
  "%s: files are written one after the other, under names that stay in their folder",
  async ([, writing]) => {
    const { names } = await pieces(writing);
    if (writing.form === "file") {
      expect(names).toEqual([undefined]);
      return;
    }
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[^/\\]+$/u);
  },
);

/** Who looks at a page sees its keys; in the bytes of the file they are not letters. */
const inLetters = written.filter(([id]) => id !== "qr-sheets");

test.for(inLetters)("%s: keys are readable in what is written, or they are not, as it is said", async ([, writing]) => {
  const { text } = await pieces(writing);
  const [first] = fitting(writing);
  if (first === undefined) throw new Error("nothing fits");
  const { seed } = first;
  const base32 = base32nopad.encode(seed);
  const forms = [seed.toString("hex"), seed.toString("base64"), base32, Buffer.from(base32).toString("base64")];
  const readable = forms.some((form) => text.toLowerCase().includes(form.toLowerCase()));
  expect(readable).toBe(writing.plain);
});
