import { readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { type Harness, openHarness, setUp, temporaryFolder } from "../../support/harness.ts";

const key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

let harness: Harness;
let folder = "";

beforeEach(async () => {
  harness = await openHarness();
  await setUp(harness);
  folder = temporaryFolder();
});

function savedAs(name: string, content: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

const list = (...accounts: readonly string[]): string =>
  savedAs(
    "list.txt",
    accounts.map((one) => `otpauth://totp/Example:${encodeURIComponent(one)}?secret=${key}&issuer=Example\n`).join(""),
  );

const person = (username: string, name = "", email = "") => harness.call("users.add", { username, name, email });

const likelyFor = async (file: string): Promise<string[][]> =>
  (await harness.call("seeds.dryRun", { file })).entries.map(({ likely }) => likely.map(({ username }) => username));

describe("an entry that is nobody's", () => {
  test.each<[string, string]>([
    ["the same part of another address", "a.berg@old.example"],
    ["a domain before the account", String.raw`OLD\anna.berg`],
    ["the name written out", "anna.berg"],
    ["the names the other way around", "berg-anna"],
    ["an initial and the surname", "aberg"],
    ["the surname and another given name", "annegret.berg"],
  ])("names who is likely: %s", async (_, account) => {
    await person("ab17", "Anna Berg", "a.berg@example.org");
    await person("cb3", "Carl Bergström", "carl@example.org");
    expect(await likelyFor(list(account))).toEqual([["ab17"]]);
  });

  test("names who is likely in spite of an umlaut that is written out", async () => {
    await person("jm", "Jörg Müller");
    expect(await likelyFor(list("joerg.mueller"))).toEqual([["jm"]]);
  });

  test("names nobody for a surname that many have, an address that many have, or somebody who has left", async () => {
    for (let number = 1; number <= 6; number += 1)
      await person(`b${number}`, `Berta${number} Berg`, `info@${number}.example`);
    const left = await person("cc", "Carla Curie", "carla@example.org");
    await harness.call("users.setStatus", { user: { id: left.id }, status: "left" });
    expect(await likelyFor(list("zoe.berg", "info@old.example", "carla.curie"))).toEqual([[], [], []]);
  });

  test("is told by what its file says of the owner, and is given to nobody without being asked", async () => {
    await person("ab17", "Anna Berg");
    const file = savedAs("tokens.csv", `serial,secret,username,name\n,${key},x1,"Berg, Anna"\n`);
    const report = await harness.call("seeds.dryRun", { file });
    expect(report).toMatchObject({
      ownerless: 1,
      sums: { create: 0, leftOut: 1 },
      entries: [{ ownerless: true, owner: null, said: ["x1", "Berg, Anna"], likely: [{ username: "ab17" }] }],
    });
    const created = await harness.call("seeds.dryRun", { file, unmatched: "create" });
    expect(created.entries).toMatchObject([
      { verdict: "create", owner: { id: null, username: "x1" }, likely: [{ username: "ab17" }] },
    ]);
    const assign = [{ at: report.entries[0]?.at ?? 0, username: "ab17" }];
    const done = await harness.call("seeds.run", { file, assign, digest: report.digest });
    expect(done).toMatchObject({ ownerless: 0, entries: [{ owner: { username: "ab17" }, likely: [] }] });
  });
});

describe("the results of all entries as a table", () => {
  test("is private, has every entry, no key, and no formula", async () => {
    await person("ada");
    const file = list("ada", "=cmd()", "nobody");
    const report = path.join(folder, "results.csv");
    const checked = await harness.call("seeds.dryRun", { file, most: 0, report });
    expect(checked).toMatchObject({ entries: [], sums: { entries: 3 } });
    expect(statSync(report).mode & 0o777).toBe(0o600);
    const written = readFileSync(report, "utf8");
    expect(written).not.toMatch(new RegExp(key, "iu"));
    expect(written.split("\r\n").slice(1, 4)).toEqual([
      expect.stringMatching(/^1,Example,ada,.*,ada,,person,create,/u),
      expect.stringMatching(/^2,Example,'=cmd\(\),/u),
      expect.stringMatching(/,leftOut,Nobody in the directory is its owner\.,/u),
    ]);
  });

  test("is not begun where nothing can be read, and leaves what was there", async () => {
    const report = savedAs("results.csv", "mine");
    const file = savedAs("x.bin", "\0\u0001\u0002");
    expect(await harness.refuse("seeds.dryRun", { file, report })).toMatchObject({ code: "FORMAT_UNKNOWN" });
    expect(readFileSync(report, "utf8")).toBe("mine");
  });
});

describe("what a table's columns are", () => {
  const table = (rows = `1,${key},ada\n`): string => savedAs("tokens.csv", `S/N,Geheimnis,Wer\n${rows}`);
  const headers = { serial: "S/N", secret: "Geheimnis", username: "Wer" };

  test("is remembered under a name and found by the headings", async () => {
    const unsaid = { type: "hotp", counter: 0 } as const;
    await harness.call("seeds.savePreset", { name: "Maker", headers, unsaid, secretForm: "base32" });
    await harness.call("seeds.savePreset", { name: "Less", headers: { secret: "GEHEIMNIS" } });
    const file = table();
    expect((await harness.call("seeds.inspect", { file })).table).toMatchObject({
      mapping: { serial: 0, secret: 1, username: 2 },
      preset: { name: "Maker", headers, unsaid, secretForm: "base32" },
    });
    expect((await harness.call("seeds.inspect", { file, preset: "Less" })).table).toMatchObject({
      mapping: { secret: 1 },
      preset: { name: "Less" },
    });
    expect((await harness.call("seeds.presets", {})).presets.map(({ name }) => name)).toEqual(["Less", "Maker"]);
    await harness.call("seeds.deletePreset", { name: "Maker" });
    expect(await harness.refuse("seeds.deletePreset", { name: "Maker" })).toMatchObject({ code: "NOT_FOUND" });
    expect(await harness.refuse("seeds.inspect", { file, preset: "Maker" })).toMatchObject({ code: "NOT_FOUND" });
  });

  test("is not taken for a table that lacks a column", async () => {
    await harness.call("seeds.savePreset", { name: "Maker", headers: { ...headers, model: "Modell" } });
    const file = table();
    expect((await harness.call("seeds.inspect", { file })).table?.preset ?? null).toBeNull();
    const refused = await harness.refuse("seeds.inspect", { file, preset: "Maker" });
    expect(refused).toMatchObject({ code: "INVALID_INPUT" });
    expect(refused.message).toContain("Modell");
  });

  test("takes no key for a heading, and no name of what is remembered of tables of people", async () => {
    const keyed = { ...headers, username: key };
    expect(await harness.refuse("seeds.savePreset", { name: "Maker", headers: keyed })).toMatchObject({
      code: "INVALID_INPUT",
    });
    await harness.call("imports.savePreset", { name: "Payroll", headers: { username: "Login" } });
    expect(await harness.refuse("seeds.savePreset", { name: "Payroll", headers })).toMatchObject({
      code: "CONFLICT",
      fields: { name: expect.stringContaining("Payroll") as string },
    });
    await harness.call("seeds.savePreset", { name: "Maker", headers });
    expect(await harness.refuse("imports.savePreset", { name: "Maker", headers: {} })).toMatchObject({
      code: "CONFLICT",
    });
    expect((await harness.call("imports.presets", {})).presets.map(({ name }) => name)).toEqual(["Payroll"]);
    expect(await harness.refuse("imports.deletePreset", { name: "Maker" })).toMatchObject({ code: "NOT_FOUND" });
  });
});
