import { writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { type Harness, openHarness, setUp, temporaryFolder } from "../../support/harness.ts";

const key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const otherKey = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

let harness: Harness;
let folder = "";

beforeEach(async () => {
  harness = await openHarness();
  await setUp(harness);
  folder = temporaryFolder();
});

function saved(name: string, ...lines: string[]): string {
  const file = path.join(folder, name);
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

const uri = (account: string, more = "", secret = key): string =>
  `otpauth://totp/Example:${account}?secret=${secret}&issuer=Example${more}`;

const person = (username: string) => harness.call("users.add", { username });
const tokensOf = async (username: string) => (await harness.call("users.get", { user: { username } })).tokens;
const told = (report: { entries: { verdict: string; reason: string | null }[] }) =>
  report.entries.map(({ verdict, reason }) => [verdict, reason]);

describe("an import of seeds", () => {
  test("gives nothing to somebody who has left", async () => {
    await person("ada");
    await person("grace");
    await harness.call("users.setStatus", { user: { username: "ada" }, status: "left" });
    const done = await harness.call("seeds.run", { file: saved("list.txt", uri("ada"), uri("grace")) });
    expect(told(done)).toEqual([
      ["refused", "ada has left."],
      ["create", null],
    ]);
    expect(await tokensOf("ada")).toEqual([]);
  });

  test("brings what was switched off there as switched off", async () => {
    await person("ada");
    const trashed = `&codeDisplay=${encodeURIComponent('{"trashed":true}')}`;
    const file = saved("list.txt", uri("ada", trashed), uri("ada", "&codeDisplay=%7B%7D", otherKey));
    expect(await harness.call("seeds.run", { file })).toMatchObject({ format: "ente", sums: { create: 2 } });
    expect((await tokensOf("ada")).map(({ status }) => status).toSorted()).toEqual(["active", "disabled"]);
  });

  test("takes what the policy would not allow a new one, and says so", async () => {
    await person("ada");
    await harness.call("policies.set", { changes: { digits: [6] } });
    const done = await harness.call("seeds.run", { file: saved("list.txt", uri("ada", "&digits=8")) });
    expect(done.entries).toMatchObject([
      { verdict: "create", remarks: [expect.stringContaining("The policy would not allow") as string] },
    ]);
    expect(await tokensOf("ada")).toHaveLength(1);
  });

  test("counts a key with other digits as another authenticator", async () => {
    await person("ada");
    const file = saved("list.txt", uri("ada"), uri("ada", "&digits=8"), uri("ada", "&period=60"));
    expect(await harness.call("seeds.run", { file })).toMatchObject({ sums: { create: 3, unchanged: 0 } });
  });
});

describe("hardware tokens of a file", () => {
  const heading = "Serial,Secret";
  const tokens = (name: string, ...rows: string[]): string => saved(name, heading, ...rows);

  test("go into the inventory, and again change nothing", async () => {
    const file = tokens("tokens.csv", `10001,${key}`, `10002,${otherKey}`);
    expect(await harness.call("seeds.run", { file })).toMatchObject({ sums: { create: 2, inventory: 2 } });
    const again = await harness.call("seeds.run", { file });
    expect(told(again)).toEqual([
      ["unchanged", "The hardware token 10001 is in the inventory already."],
      ["unchanged", "The hardware token 10002 is in the inventory already."],
    ]);
  });

  test("with the serial number of another key are refused", async () => {
    await harness.call("seeds.run", { file: tokens("first.csv", `ab-1,${key}`) });
    const clash = await harness.call("seeds.run", {
      file: tokens("second.csv", `AB-1,${otherKey}`, `ab-2,${otherKey}`),
    });
    expect(told(clash)).toEqual([
      ["refused", expect.stringContaining("taken by a hardware token with another key") as string],
      ["create", null],
    ]);
  });

  test("with the key of another serial number are named, in the file and in the inventory", async () => {
    const first = await harness.call("seeds.run", { file: tokens("first.csv", `10001,${key}`, `10002,${key}`) });
    expect(first.entries.map(({ remarks }) => remarks)).toEqual([[], ["It has the same key as 10001."]]);
    const second = await harness.call("seeds.run", { file: tokens("second.csv", `10003,${key}`) });
    expect(second.entries.map(({ remarks }) => remarks)).toEqual([
      [expect.stringMatching(/^It has the same key as 1000[12]\.$/u) as string],
    ]);
  });
});
