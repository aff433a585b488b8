import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { say } from "#shared/texts/say.ts";
import { textOf } from "#main/formats/source.ts";
import { opening, readSeeds, type Sample, samples, told, whole } from "../../support/seed-files.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-variants-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function read(content: string | Uint8Array, passphrase: string | null = null, format?: string) {
  const file = path.join(folder, "file");
  writeFileSync(file, content);
  return readSeeds(file, opening(passphrase), format);
}

/** As it was expected of the sample itself. */
async function expectTheSame(content: string | Uint8Array, { format, expected }: Sample): Promise<void> {
  const found = await read(content, expected.passphrase ?? null);
  expect(found.format).toBe(format);
  expect(found.entries.map((entry, index) => told(entry, expected.entries[index]))).toEqual(
    expected.entries.map(whole),
  );
}

const contentOf = ({ file }: Sample): string | null => textOf(readFileSync(file));
const isSealed = ({ expected }: Sample): boolean => expected.passphrase !== undefined;

/** What programs, editors and mail do to a text on its way. Nothing of it changes what the text says. */
const changes: Readonly<Record<string, (written: string) => Uint8Array>> = {
  "with a byte order mark": (written) => Buffer.from(`\uFEFF${written}`),
  "with line ends of Windows": (written) => Buffer.from(written.replaceAll(/\r?\n/gu, "\r\n")),
  "in UTF-16": (written) => Buffer.from(`\uFEFF${written}`, "utf16le"),
  "in UTF-16, the other way round": (written) => Buffer.from(`\uFEFF${written}`, "utf16le").swap16(),
  "with blank lines at its end": (written) => Buffer.from(`${written}\n \n\t\r\n\n`),
  "with a blank line at its beginning": (written) => Buffer.from(`\n${written}`),
};

/** Of these the first line is what tells, also for the programs themselves. */
const byFirstLine = new Set(["google-authenticator", "privacyidea-csv"]);

/** Of an encrypted file each reading costs a derivation. */
const few = new Set(["with a byte order mark", "with line ends of Windows"]);

const texts = samples.flatMap((sample) => {
  const written = contentOf(sample);
  return written === null ? [] : [{ sample, written }];
});

test.for(
  texts.flatMap(({ sample, written }) =>
    Object.entries(changes)
      .filter(([change]) => !isSealed(sample) || few.has(change))
      .filter(([change]) => !change.endsWith("beginning") || !byFirstLine.has(sample.format))
      .map(([change, make]) => [sample.name, change, sample, make(written)] as const),
  ),
)("%s %s says the same", ([, , sample, content]) => expectTheSame(content, sample));

type Json = unknown;
type JsonObject = Record<string, Json>;

const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** JSON, changed from the inside out. */
const changed = (written: string, change: (name: string, value: Json) => Json): string =>
  JSON.stringify(JSON.parse(written, change) as Json);

const numbers = /^(?:digits|period|counter|timeStep|timer)$/iu;

/** The entries of a document. Those of the others stand where a bad one is another matter. */
const lists: Readonly<Record<string, (document: Json) => Json>> = {
  "2fas": (document) => isObject(document) && document["services"],
  aegis: (document) => isObject(document) && isObject(document["db"]) && document["db"]["entries"],
  andotp: (document) => document,
  bitwarden: (document) => isObject(document) && document["items"],
  "freeotp-plus": (document) => isObject(document) && document["tokens"],
  lastpass: (document) => isObject(document) && document["accounts"],
  "proton-authenticator": (document) => isObject(document) && document["entries"],
  raivo: (document) => document,
  stratum: (document) => isObject(document) && document["Authenticators"],
};

const documents = texts.filter(({ sample, written }) => !isSealed(sample) && /^\s*[[{]/u.test(written));

describe.for(documents.map((one) => [one.sample.name, one] as const))("%s", ([, { sample, written }]) => {
  test("with its numbers as texts says the same", () =>
    expectTheSame(
      changed(written, (name, value) => (numbers.test(name) && Number(value) >= 0 ? String(value) : value)),
      sample,
    ));

  test("of a later version that says more says the same", () =>
    expectTheSame(
      // Proton Pass has its vaults by their names.
      changed(written, (name, value) =>
        isObject(value) && name !== "vaults" ? { ...value, addedLater: [{ of: { a: ["kind", 1] } }] } : value,
      ),
      sample,
    ));

  // Of a vault without a list, such as one by names, nothing of this can be asked.
  if (!(sample.format in lists)) return;

  test("keeps the others beside entries that are none", async () => {
    const document = JSON.parse(written) as Json;
    const list = lists[sample.format]?.(document);
    if (!Array.isArray(list)) throw new Error("no list");
    const none = [null, 42, "x", [], { secret: 7 }];
    list.push(...none);
    const sound = (await read(written, null, sample.format)).entries;
    const { entries } = await read(JSON.stringify(document), null, sample.format);
    expect(entries.slice(0, sound.length)).toEqual(sound);
    const bad = entries.slice(sound.length);
    for (const entry of bad) expect(entry.verdict).toBe("refused");
    // To a password manager, an object without a login is an item of another kind.
    expect(bad.length).toBeGreaterThanOrEqual(none.length - 1);
  });

  test("without an entry has none", async () => {
    const document = JSON.parse(written) as Json;
    const list = lists[sample.format]?.(document);
    if (Array.isArray(list)) list.length = 0;
    expect((await read(JSON.stringify(document), null, sample.format)).entries).toEqual([]);
  });

  test("reads an entry that is there twice twice", async () => {
    const document = JSON.parse(written) as Json;
    const list = lists[sample.format]?.(document);
    if (!Array.isArray(list)) throw new Error("no list");
    const before = (await read(written, null, sample.format)).entries.length;
    list.push(...(list.slice(0, 1) as Json[]));
    expect((await read(JSON.stringify(document), null, sample.format)).entries.length).toBe(before + 1);
  });
});

const key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

async function onlyOf(address: string) {
  const { entries } = await read(`${address}\n`, null, "otpauth");
  expect(entries).toHaveLength(1);
  const [entry] = entries;
  if (entry === undefined) throw new Error("nothing was read");
  return entry;
}

describe("an address", () => {
  const strong = { issuer: "Example", account: "ada", algorithm: "SHA256", digits: 8, period: 60 };

  test.for([
    `otpauth://totp/Example:ada?secret=${key}&algorithm=SHA256&digits=8&period=60`,
    `otpauth://totp/Example%3Aada?secret=${key}&algorithm=sha-256&digits=8&period=60`,
    `otpauth://totp/Example%3a%20ada?secret=${key}&algorithm=HmacSHA256&digits=8&period=60`,
    `otpauth://totp/Example: ada?secret=${key}&algorithm=hmac-sha-256&digits=8&period=60`,
    `otpauth://totp/ada?secret=${key}&issuer=Example&algorithm=SHA_256&digits=8&period=60`,
    `otpauth://totp/Other:ada?secret=${key}&issuer=Example&algorithm=HMAC-SHA256&digits=8&period=60`,
    `OTPAUTH://TOTP/Example:ada?SECRET=${key}&ISSUER=Example&ALGORITHM=SHA256&DIGITS=8&PERIOD=60`,
    `  otpauth://totp/Example:ada?secret=${key.toLowerCase()}&algorithm=sha256&digits=8&period=60  `,
    `otpauth://totp/Example:ada?secret=${key.replaceAll(/.{4}/gu, "$&%20")}&algorithm=SHA256&digits=8&period=60`,
    `otpauth://totp/Example:ada?secret=${key.replaceAll(/.{4}/gu, "$&-")}&algorithm=SHA256&digits=8&period=60`,
    `otpauth://totp/Example:ada?secret=${key}%3D%3D%3D&algorithm=SHA256&digits=8&period=60`,
    `otpauth://totp/Example:ada?algorithm=SHA256&digits=%38&period=60&secret=${key}==`,
    `otpauth://totp/Example:ada?secret=${key}&amp;algorithm=SHA256&amp;digits=8&amp;period=60`,
    `otpauth://totp/Example:ada?secret=${key}& algorithm =SHA256& digits= 8&period =60`,
    `otpauth://totp/Example:ada?&&secret=${key}&algorithm=SHA256&digits=8&period=60&&`,
  ])("%s says all that it says", async (address) => {
    const entry = await onlyOf(address);
    expect(entry).toMatchObject({ verdict: "kept", kind: "totp", ...strong });
    expect(entry.verdict === "kept" && entry.seed.toString()).toBe("12345678901234567890");
  });

  test.for([
    ["otpauth://totp/ada?secret=" + key, { issuer: "", account: "ada" }],
    ["otpauth://totp/?secret=" + key, { issuer: "", account: "" }],
    ["otpauth://totp?secret=" + key, { issuer: "", account: "" }],
    ["otpauth://totp/Example:?secret=" + key, { issuer: "Example", account: "" }],
    ["otpauth://totp/:ada?secret=" + key, { issuer: "", account: "ada" }],
    ["otpauth://totp/a%2Fb%3Fc%23d?secret=" + key, { issuer: "", account: "a/b?c#d" }],
    [`otpauth://totp/Example%3A%20East%3Aada?secret=${key}&issuer=Example%3A%20East`, { issuer: "Example: East" }],
    [`otpauth://totp/50%:ada?secret=${key}`, { issuer: "50%", account: "ada" }],
    [`otpauth://totp/Example%2BCo:a+da?secret=${key}`, { issuer: "Example+Co", account: "a+da" }],
  ] as const)("%s has the names %j", async ([address, names]) => {
    expect(await onlyOf(address)).toMatchObject({ verdict: "kept", digits: 6, period: 30, ...names });
  });

  test.for([
    ["totp/a?digits=7", "7 digits"],
    ["totp/a?digits=10", "10 digits"],
    ["totp/a?digits=six", "not a number"],
    ["totp/a?digits=-6", "not a number"],
    ["totp/a?digits=6.0", "not a number"],
    ["totp/a?period=45", "every 45 seconds"],
    ["totp/a?period=0", "every 0 seconds"],
    ["totp/a?period=30s", "not a number"],
    ["totp/a?algorithm=MD5", "MD5"],
    ["totp/a?algorithm=SHA384", "SHA384"],
    ["totp/a?algorithm=SHA-3-256", "SHA-3-256"],
    ["hotp/a?digits=6", "does not say its counter"],
    ["hotp/a?counter=", "does not say its counter"],
    ["hotp/a?counter=-1", "a counter can have"],
    ["hotp/a?counter=1e3", "a counter can have"],
    ["hotp/a?counter=99999999999999999999", "a counter can have"],
    ["steam/a?digits=5", "steam"],
    ["totp/Steam:a?encoder=steam", "steam"],
    ["yaotp/a?pin_length=4", "yaotp"],
    ["motp/a?pin=1234", "motp"],
    ["totp/a?2step_salt=8&2step_output=20&2step_difficulty=10000", "two parts"],
  ] as const)("otpauth://%s is refused for its “%s”", async ([address, reason]) => {
    const [of = "", parameters = ""] = address.split("?");
    const entry = await onlyOf(`otpauth://${of}?secret=${key}&${parameters}`);
    expect(entry.verdict === "refused" && say(entry.reason)).toContain(reason);
  });

  test.for(["", "%20", "0189", "A", "GEZ!", "%F0%9F%94%91"])("is refused for the key “%s”", async (secret) => {
    const entry = await onlyOf(`otpauth://totp/a?secret=${secret}`);
    expect(entry.verdict).toBe("refused");
  });
});

test("an icon and a note of two million letters each do no harm", async () => {
  const long = "x".repeat(2_000_000);
  const info = { secret: key, algo: "SHA1", digits: 6, period: 30 };
  const entries = [{ type: "totp", name: "ada", issuer: "Example", note: long, icon: long, info }];
  const vault = { version: 1, header: { slots: null, params: null }, db: { version: 3, entries } };
  const found = await read(JSON.stringify(vault));
  expect(found).toMatchObject({ format: "aegis", entries: [{ verdict: "kept", account: "ada" }] });
});

test("a vault of Aegis without the header that another program left out is read", async () => {
  const info = { secret: key, algo: "SHA256", digits: 8, period: 60 };
  const vault = { version: 1, db: { version: 2, entries: [{ type: "totp", name: "ada", issuer: "Example", info }] } };
  const kept = { verdict: "kept", account: "ada", algorithm: "SHA256", digits: 8, period: 60 };
  expect(await read(JSON.stringify(vault))).toMatchObject({ format: "aegis", entries: [kept] });
});
