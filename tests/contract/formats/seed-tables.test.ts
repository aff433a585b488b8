import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { say } from "#shared/texts/say.ts";
import { whyNotCarried } from "#main/formats/carries.ts";
import type { Outgoing, Settings } from "#main/formats/format.ts";
import { formats } from "#main/formats/registry.ts";
import { type FoundTable, inspectSeedTable } from "#main/formats/seed-table/inspect.ts";
import { withSource } from "#main/formats/source.ts";
import { opening, readSeeds } from "../../support/seed-files.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-tables-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const hexKey = "3132333435363738393031323334353637383930";
const either = "2345672345672345672345672345abcd";

function fileOf(content: string): string {
  const file = path.join(folder, randomBytes(6).toString("hex"));
  writeFileSync(file, content);
  return file;
}

const inspected = (content: string): Promise<FoundTable | null> =>
  withSource(fileOf(content), (source) => Promise.resolve(inspectSeedTable(source)));

describe("a table that does not say what its columns are", () => {
  const bare = `2308734700388,${hexKey}\n2308734700389,${hexKey}\n`;
  const columns = { serial: 0, secret: 1 };

  test("is read with the columns that somebody gives", async () => {
    const { entries } = await readSeeds(fileOf(bare), opening(null, { columns }));
    expect(entries).toMatchObject([
      { verdict: "kept", at: 1, kind: "totp", serial: "2308734700388", period: 30 },
      { verdict: "kept", at: 2, serial: "2308734700389" },
    ]);
  });

  test("takes from somebody what no column says", async () => {
    const { entries } = await readSeeds(
      fileOf(bare),
      opening(null, { unsaid: { type: "hotp", counter: 0, digits: 8 } }),
    );
    expect(entries).toMatchObject([{ kind: "hotp", counter: 0, digits: 8 }, { kind: "hotp" }]);
  });

  test("of counter-based tokens whose counter nobody gives is refused", async () => {
    const { entries } = await readSeeds(fileOf(bare), opening(null, { unsaid: { type: "hotp" } }));
    expect(entries.map(({ verdict }) => verdict)).toEqual(["refused", "refused"]);
  });

  test("with names that tell nothing is read below them", async () => {
    const table = `one;two;three\nA-1;${hexKey};ada\n`;
    const { entries, format } = await readSeeds(
      fileOf(table),
      opening(null, { columns: { serial: 0, secret: 1, username: 2 } }),
      "table",
    );
    expect(format).toBe("table");
    expect(entries).toMatchObject([{ verdict: "kept", at: 2, serial: "A-1", owner: { username: "ada" } }]);
  });

  test("and has no keys at all is named as that", async () => {
    await expect(readSeeds(fileOf("name,town\nada,London\n"), opening(), "table")).rejects.toMatchObject({
      code: "FORMAT_UNREADABLE",
    });
  });
});

describe("keys that could be hex as well as base32", () => {
  const table = `serial,seed\n1,${either}\n2,${either}\n`;

  test.for([
    ["hex", either],
    ["base32", "d6f9df7f5be77dfd6f9df7f5be77dfd6f9d00443"],
  ] as const)("are read as somebody says: %s", async ([secretForm, expected]) => {
    const { entries } = await readSeeds(fileOf(table), opening(null, { secretForm }));
    const seeds = entries.map((entry) => (entry.verdict === "kept" ? entry.seed.toString("hex") : ""));
    expect(seeds).toEqual([expected, expected]);
  });

  test("are what a single other key of the column is, however far below", async () => {
    const many = `serial,seed\n${Array.from({ length: 9000 }, (_, n) => `${n},${either}\n`).join("")}9000,${hexKey}\n`;
    const { entries } = await readSeeds(fileOf(many));
    expect(entries).toHaveLength(9001);
    expect(entries.every((entry) => entry.verdict === "kept" && entry.seed.length >= 16)).toBe(true);
    expect(entries[0]).toMatchObject({ seed: Buffer.from(either, "hex") });
  });

  test("are not told by the name of their column", async () => {
    const { entries } = await readSeeds(fileOf(`serial,sharedsecret\n1,${either}\n`));
    expect(entries).toMatchObject([{ verdict: "refused" }]);
  });
});

describe("what is shown of a table before it is read", () => {
  const table = [
    "Token Serial;Secret Key;Assigned To;PIN;Digits",
    `A-1;${hexKey};ada;4711;6`,
    `A-2;${either};grace;0815;8`,
    "",
  ].join("\r\n");

  test("is what its columns are called, hold, and are taken for", async () => {
    expect(await inspected(table)).toMatchObject({
      headerRow: 1,
      keys: "hex",
      mapping: { serial: 0, secret: 1, username: 2, digits: 4 },
      columns: [
        { index: 0, header: "Token Serial", samples: ["A-1", "A-2"] },
        { header: "Secret Key" },
        { samples: ["ada", "grace"] },
        { header: "PIN" },
        { samples: ["6", "8"] },
      ],
    });
  });

  test("holds no part of a key, nor of another secret", async () => {
    const shown = JSON.stringify(await inspected(table));
    for (const secret of [hexKey, either, "4711", "0815"]) expect(shown).not.toContain(secret.slice(0, 4));
  });

  test("hides a key in whatever column it is", async () => {
    const shown = JSON.stringify(await inspected(`serial,seed,remarks\n1,${hexKey},JBSWY3DPEHPK3PXP\n`));
    expect(shown).not.toContain("JBSW");
  });

  test("is told of a table whose names say nothing", async () => {
    expect(await inspected(`one;two;three\nA-1;${hexKey};ada\nA-2;${hexKey};grace\n`)).toMatchObject({
      headerRow: 1,
      mapping: { secret: 1, serial: 0 },
      columns: [{ header: "one" }, { header: "two" }, { header: "three", samples: ["ada", "grace"] }],
    });
  });

  test("says that the form of the keys is open", async () => {
    expect(await inspected(`serial,seed\n1,${either}\n`)).toMatchObject({ keys: "either" });
  });

  test("is nothing of a table without keys", async () => {
    expect(await inspected("name,town\nada,London\n")).toBeNull();
  });
});

const token: Outgoing = {
  username: "ada@example.org",
  name: "Ada",
  email: "",
  externalId: "",
  label: "Phone",
  serial: "CSGN0000A001",
  hardware: false,
  model: "",
  issuer: "Example",
  account: "ada",
  kind: "totp",
  algorithm: "SHA1",
  digits: 6,
  period: 30,
  seed: Buffer.from(hexKey, "hex"),
  counter: 0,
  lastStep: null,
  drift: 0,
  createdAt: 0,
};

function written(id: string): NonNullable<(typeof formats)[number]["write"]> {
  const writing = formats.find((format) => format.id === id)?.write;
  if (!writing) throw new Error(`${id} is not written`);
  return writing;
}

describe("what a table cannot hold is named before anything is written", () => {
  const hotp = { kind: "hotp", counter: 7 } as const;
  test.for<[id: string, change: Partial<Outgoing>, settings: Settings, words: string]>([
    ["entra", { username: "ada" }, {}, "user principal name"],
    ["entra", { username: "ada_example.org#EXT#@example.org" }, {}, "user principal name"],
    ["entra", { model: "C200, blue" }, {}, "separates cells"],
    ["entra", { seed: Buffer.alloc(81) }, {}, "80 bytes"],
    ["entra", hotp, {}, "counter-based"],
    ["privacyidea-csv", { username: "a,da" }, {}, "separates cells"],
    ["privacyidea-csv", { username: "#ada" }, {}, "passed over"],
    ["privacyidea-csv", { algorithm: "SHA256" }, {}, "length of the key"],
    ["privacyidea-csv", { seed: Buffer.alloc(32, 1) }, {}, "length of the key"],
    ["linotp-csv", { serial: "8610001" }, {}, "8610001"],
    ["linotp-csv", hotp, {}, "no place for its counter"],
    ["duo", { digits: 8 }, {}, "totp-6"],
    ["duo", {}, { codes: "hotp-6" }, "hotp-6"],
    ["pingid", { period: 60 }, {}, "60 seconds"],
    ["rapididentity", { period: 60 }, {}, "60 seconds"],
    ["netiq", hotp, {}, "no place for its counter"],
    ["multiotp", { serial: "1;2" }, {}, "separates cells"],
    ["secureauth", { serial: "1|2" }, {}, "separates cells"],
    ["phenixid", { ...hotp, digits: 8 }, {}, "6 digits"],
  ])("%s says why it cannot hold %j", ([id, change, settings, words]) => {
    const why = whyNotCarried(written(id).carries, { ...token, ...change }, settings);
    expect(why.map((one) => say(one)).join(" ")).toContain(words);
  });

  test.for<[id: string, change: Partial<Outgoing>, settings: Settings]>([
    ["entra", { username: "ada", email: "ada@example.org" }, {}],
    ["privacyidea-csv", { seed: Buffer.alloc(32, 1), algorithm: "SHA256" }, {}],
    ["linotp-csv", { serial: "8610001" }, { serials: "any" }],
    ["linotp-csv", { seed: Buffer.alloc(32, 1) }, {}],
    ["duo", { ...hotp, digits: 8 }, { codes: "hotp-8" }],
    ["pingid", { period: 60 }, { seconds: "60" }],
  ])("%s can hold %j", ([id, change, settings]) => {
    expect(whyNotCarried(written(id).carries, { ...token, ...change }, settings)).toEqual([]);
  });
});

async function textOf(id: string, change: Partial<Outgoing>, settings: Settings = {}): Promise<string> {
  async function* one(): AsyncGenerator<Outgoing> {
    yield { ...token, ...change };
  }
  let text = "";
  for await (const { data } of written(id).write(one(), settings)) text += String(data);
  return text;
}

const base32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

describe("each program gets the rows that it reads", () => {
  const hotp = { kind: "hotp", counter: 7, digits: 8 } as const;
  test.for<[id: string, change: Partial<Outgoing>, settings: Settings, expected: string]>([
    [
      "entra",
      { model: "C200" },
      {},
      `upn,serial number,secret key,time interval,manufacturer,model\r\nada@example.org,CSGN0000A001,${base32},30,Countersign,C200\r\n`,
    ],
    [
      "privacyidea-csv",
      hotp,
      { realm: "example", resolver: "ad" },
      `# version: 2\nada@example.org,ad,example,CSGN0000A001,${hexKey},hotp,8,7\n`,
    ],
    ["privacyidea-csv", {}, {}, `# version: 2\nada@example.org,,,CSGN0000A001,${hexKey},totp,6,30\n`],
    ["linotp-csv", { algorithm: "SHA256" }, {}, `CSGN0000A001,${hexKey},totp,6,30,sha256\n`],
    ["linotp-csv", { ...hotp, counter: 0 }, {}, `CSGN0000A001,${hexKey},hotp,8,,sha1\n`],
    ["netiq", { digits: 8, period: 60 }, {}, `CSGN0000A001,${hexKey},totp,8,60\r\n`],
    ["duo", {}, {}, `CSGN0000A001,${hexKey},30\n`],
    ["duo", hotp, { codes: "hotp-8" }, `CSGN0000A001,${hexKey},7\n`],
    ["pingid", {}, {}, `CSGN0000A001,${hexKey}\n`],
    ["rapididentity", {}, {}, `CSGN0000A001,${hexKey}\r\n`],
    ["multiotp", hotp, {}, `CSGN0000A001;Countersign;hotp;${hexKey};8;7\n`],
    [
      "nextcloud",
      {},
      { status: "renew" },
      `username,status,type,algorithm,digits,period,counter,challenge,suite,secret\nada@example.org,renew,totp,sha1,6,30,,,,${base32}\n`,
    ],
    [
      "secureauth",
      { kind: "hotp", counter: 7 },
      {},
      `UserID,Hotptoken,Totptoken\r\nada@example.org,CSGN0000A001|${hexKey}|7,\r\n`,
    ],
    ["secureauth", {}, {}, `UserID,Hotptoken,Totptoken\r\nada@example.org,,${hexKey}|CSGN0000A001\r\n`],
    [
      "securenvoy",
      { username: "Lovelace, A." },
      {},
      `Serial,Seed,AssignedTo\r\nCSGN0000A001,${base32},"Lovelace, A."\r\n`,
    ],
    ["phenixid", {}, {}, `TOTP;CSGN0000A001;SHA1;${hexKey};0;30;6\n`],
    ["phenixid", { kind: "hotp", counter: 7 }, {}, `HOTP;CSGN0000A001;${hexKey};7\n`],
    [
      "rcdevs",
      {},
      {},
      `# CSV import file for RCDevs WebADM\n\nType, Reference, Description, Data\n"OTP Token","CSGN0000A001","Authenticator","TokenKey=MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=,TokenType=VE9UUA==,TokenState=MA==,OTPLength=Ng==,TOTPTimeStep=MzA="\n`,
    ],
  ])("%s, %j", async ([id, change, settings, expected]) => {
    expect(await textOf(id, change, settings)).toBe(expected);
  });
});
