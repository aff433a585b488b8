import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import QRCode from "qrcode";
import { beforeEach, describe, expect, test } from "vitest";
import { enrol, type Harness, openHarness, setUp, temporaryFolder } from "../../support/harness.ts";

let harness: Harness;
let folder = "";

beforeEach(async () => {
  harness = await openHarness();
  await setUp(harness);
  folder = temporaryFolder();
});

const told = (report: { entries: { account: string; verdict: string; reason: string | null }[] }) =>
  report.entries.map(({ account, verdict, reason }) => [account, verdict, reason]);

/** A file of google-authenticator-libpam. */
const keyFile = (key: string): string => `${key}\n" RATE_LIMIT 3 30\n" TOTP_AUTH\n12345678\n`;

function people(place: string, keys: Readonly<Record<string, string>>): string {
  mkdirSync(place, { recursive: true });
  for (const [name, key] of Object.entries(keys)) writeFileSync(join(place, name), keyFile(key));
  return place;
}

const keys = { ada: "GEZDGNBVGY3TQOJQ", grace: "JBSWY3DPEHPK3PXP" };

describe("files of google-authenticator-libpam", () => {
  test("in a folder are one import, each of whom its name says", async () => {
    const file = people(join(folder, "people"), keys);
    const done = await harness.call("seeds.run", { file, unmatched: "create" });
    expect(done).toMatchObject({ format: "google-authenticator", sums: { entries: 2, create: 2, people: 2 } });
    expect(told(done)).toEqual([
      ["ada", "create", null],
      ["grace", "create", null],
    ]);
    expect((await harness.call("seeds.list", {})).imports).toMatchObject([{ fileName: "people" }]);
    const again = await harness.call("seeds.run", { file });
    expect(again).toMatchObject({ importId: null, sums: { unchanged: 2 } });
  });

  test("may be chosen one by one, or lie as in homes", async () => {
    const place = people(join(folder, "people"), keys);
    const [first = "", second = ""] = readdirSync(place).map((name) => join(place, name));
    const chosen = await harness.call("seeds.dryRun", { file: first, moreFiles: [second], unmatched: "create" });
    expect(told(chosen).map(([account]) => account)).toEqual(["ada", "grace"]);
    const homes = ["ada", "grace"].map((name) => join(people(join(folder, "home", name), {}), ".google_authenticator"));
    for (const [index, file] of homes.entries()) writeFileSync(file, keyFile(Object.values(keys)[index] ?? ""));
    const [home = "", another = ""] = homes;
    const fromHomes = await harness.call("seeds.dryRun", { file: home, moreFiles: [another], unmatched: "create" });
    expect(told(fromHomes)).toEqual(told(chosen));
  });

  test("in a tar are one import", async () => {
    people(join(folder, "people"), { ...keys, ünal: "GEZDGNBVGY3TQOJQGEZDGNBV" });
    for (const format of ["gnu", "ustar", "pax"]) {
      execFileSync("tar", [`--format=${format}`, "-cf", `${format}.tar`, "people"], { cwd: folder });
      const file = join(folder, `${format}.tar`);
      const checked = await harness.call("seeds.dryRun", { file, unmatched: "create" });
      expect(checked.format, format).toBe("google-authenticator");
      const accounts = checked.entries.map(({ account }) => account);
      expect(accounts.toSorted(), format).toEqual(["ada", "grace", "ünal"]);
    }
  });

  test("do not sink the others where one is none, too large or damaged", async () => {
    const file = people(join(folder, "people"), keys);
    writeFileSync(join(file, "README"), "These are keys.\n");
    writeFileSync(join(file, "empty-key"), `\n${keyFile("")}`);
    writeFileSync(join(file, "large"), keyFile("GEZDGNBVGY3TQOJQ") + "11111111\n".repeat(10_000));
    writeFileSync(join(file, "nothing"), "");
    writeFileSync(join(file, ".hidden"), keyFile("GEZDGNBVGY3TQOJQ"));
    symlinkSync(join(file, "ada"), join(file, "link"));
    mkdirSync(join(file, "folder"));
    const checked = await harness.call("seeds.dryRun", { file, unmatched: "create" });
    const other = "This file is none of google-authenticator-libpam, as the others are.";
    expect(await harness.refuse("seeds.dryRun", { file, format: "aegis" })).toMatchObject({
      code: "FORMAT_UNREADABLE",
    });
    expect(checked.format).toBe("google-authenticator");
    expect(told(checked)).toEqual([
      ["ada", "create", null],
      ["grace", "create", null],
      ["README", "refused", other],
      ["empty-key", "refused", other],
      ["large", "refused", other],
      ["nothing", "refused", "This file is empty."],
    ]);
  });

  test("that are none are refused as a whole", async () => {
    const empty = people(join(folder, "empty"), {});
    expect(await harness.refuse("seeds.dryRun", { file: empty })).toMatchObject({
      code: "FORMAT_UNREADABLE",
      message: "There is no file in this folder.",
    });
    expect(await harness.refuse("seeds.dryRun", { file: join(folder, "nowhere") })).toMatchObject({
      code: "FILE_NOT_FOUND",
    });
    const list = join(folder, "list.txt");
    writeFileSync(list, "otpauth://totp/x:ada?secret=GEZDGNBVGY3TQOJQ\n");
    expect(await harness.refuse("seeds.dryRun", { file: list, moreFiles: [list] })).toMatchObject({
      code: "FORMAT_UNREADABLE",
      message: "Files of otpauth are imported one by one.",
    });
  });

  test("are not imported when one of them has changed since", async () => {
    const file = people(join(folder, "people"), keys);
    const { digest } = await harness.call("seeds.dryRun", { file, unmatched: "create" });
    writeFileSync(join(file, "grace"), keyFile("GEZDGNBVGY3TQOJQGEZDGNBV"));
    const refusal = await harness.refuse("seeds.run", { file, unmatched: "create", digest });
    expect(refusal).toMatchObject({ code: "TABLE_CHANGED" });
  });
});

describe("pictures of one export of Google Authenticator", () => {
  /** Of three parts, by index; the key and the name of each are its own. */
  const part = (index: number): string => {
    const field = (tag: number, content: Buffer): Buffer =>
      Buffer.concat([Buffer.from([tag, content.length]), content]);
    const account = Buffer.concat([
      field(0x0a, Buffer.alloc(20, 0x31 + index)),
      field(0x12, Buffer.from(`Example:person${index}`)),
      field(0x1a, Buffer.from("Example")),
      Buffer.from([0x20, 1, 0x28, 1, 0x30, 2]),
    ]);
    const payload = Buffer.concat([field(0x0a, account), Buffer.from([0x10, 1, 0x18, 3, 0x20, index, 0x28, 77])]);
    return `otpauth-migration://offline?data=${encodeURIComponent(payload.toString("base64"))}`;
  };

  const picture = async (index: number): Promise<string> => {
    const file = join(folder, `part${index}.png`);
    await QRCode.toFile(file, part(index));
    return file;
  };

  test("are one import, and say which part is missing", async () => {
    const [first, second, third] = [await picture(0), await picture(1), await picture(2)];
    const all = await harness.call("seeds.dryRun", { file: third, moreFiles: [first, second, first] });
    expect(all).toMatchObject({ format: "picture", sums: { entries: 3, refused: 0 } });
    expect(all.entries.map(({ account }) => account)).toEqual(["person2", "person0", "person1"]);
    const two = await harness.call("seeds.dryRun", { file: first, moreFiles: [third] });
    expect(two.sums).toMatchObject({ entries: 3, refused: 1 });
    expect(two.entries[2]?.reason).toMatch(/^Part 2 of 3 of this export is not in the file\./u);
  });

  test("in a folder are one import, and one without a code does not sink the others", async () => {
    for (const index of [0, 1, 2]) await picture(index);
    const blank = await QRCode.toBuffer("x");
    writeFileSync(join(folder, "part9.png"), blank.subarray(0, 60));
    const done = await harness.call("seeds.dryRun", { file: folder });
    expect(done.sums).toMatchObject({ entries: 4, refused: 1 });
    expect(done.entries[3]).toMatchObject({ account: "part9.png", verdict: "refused" });
  });
});

test("only what is of wanted people is taken, by whatever the file says of them", async () => {
  const { secret } = await enrol(harness, "ada");
  const file = people(join(folder, "people"), { ada: secret, grace: keys.grace, mary: keys.ada });
  const checked = await harness.call("seeds.dryRun", { file, unmatched: "create", only: ["GRACE", "ada"] });
  expect(told(checked)).toEqual([
    ["ada", "unchanged", expect.any(String)],
    ["grace", "create", null],
    ["mary", "leftOut", "It is of none of the people who are wanted."],
  ]);
});
