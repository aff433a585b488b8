import { writeFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { beforeEach, describe, expect, test } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import { codeFor, enrol, type Harness, openHarness, setUp, temporaryFolder } from "../../support/harness.ts";

const key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const otherKey = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

let harness: Harness;
let folder = "";

beforeEach(async () => {
  harness = await openHarness();
  await setUp(harness);
  folder = temporaryFolder();
});

function saved(...uris: string[]): string {
  const file = path.join(folder, "list.txt");
  writeFileSync(file, `${uris.join("\n")}\n`);
  return file;
}

const uri = (account: string, more = "", secret = key, type = "totp"): string =>
  `otpauth://${type}/Example:${encodeURIComponent(account)}?secret=${secret}&issuer=Example${more}`;

const person = (username: string, email = "") => harness.call("users.add", { username, email });
const verdicts = (report: { entries: { verdict: string }[] }) => report.entries.map(({ verdict }) => verdict);
const reasons = (report: { entries: { reason: string | null }[] }) => report.entries.map(({ reason }) => reason);

function countersOf(): unknown {
  const raw = new Database(storeFile(harness.dataDir), { readonly: true });
  const counters = raw.prepare("SELECT last_step FROM tokens WHERE kind = 'hotp'").pluck().all();
  raw.close();
  return counters;
}

const tokensOf = async (username: string) => (await harness.call("users.get", { user: { username } })).tokens;

describe("an import of seeds", () => {
  test("shows what the columns of a table are, and no key", async () => {
    const file = path.join(folder, "tokens.csv");
    writeFileSync(file, `Serial;Shared secret;Owner\n10001;${key};ada\n`);
    const { table } = await harness.call("seeds.inspect", { file });
    expect(table).toMatchObject({ headerRow: 1, mapping: { serial: 0, secret: 1, username: 2 }, keys: "base32" });
    expect(table?.columns[1]).toEqual({ index: 1, header: "Shared secret", samples: ["•".repeat(key.length)] });
    expect(await harness.call("seeds.inspect", { file: saved(uri("ada")) })).toEqual({ table: null });
  });

  test("takes the columns and what no column says from whoever imports a table", async () => {
    const file = path.join(folder, "tokens.csv");
    writeFileSync(file, `10001;x;${key}\n10002;x;${otherKey}\n`);
    const asked = { file, columns: { serial: 0, secret: 2 }, stock: "all" } as const;
    expect(await harness.call("seeds.dryRun", asked)).toMatchObject({
      format: "table",
      entries: [
        { verdict: "create", into: "inventory", serial: "10001", type: "totp", period: 30 },
        { verdict: "create", serial: "10002" },
      ],
    });
    const unsaid = { type: "hotp", counter: 3, digits: 8 } as const;
    expect(await harness.call("seeds.dryRun", { ...asked, unsaid })).toMatchObject({
      entries: [{ type: "hotp", counter: 3, digits: 8 }, { type: "hotp" }],
    });
  });

  test("gives each entry to its owner, whose codes count at once", async () => {
    const ada = await person("ada");
    await person("grace", "grace@example.org");
    const file = saved(uri("ada"), uri("Grace@Example.org", "&algorithm=SHA256&digits=8&period=60", otherKey));
    const checked = await harness.call("seeds.dryRun", { file });
    expect(checked).toMatchObject({
      format: "otpauth",
      sums: { entries: 2, create: 2, unchanged: 0, leftOut: 0, refused: 0, inventory: 0, people: 0 },
      entries: [
        { at: 1, verdict: "create", into: "person", owner: { id: ada.id, username: "ada" } },
        { at: 2, verdict: "create", owner: { username: "grace" }, algorithm: "SHA256", digits: 8, period: 60 },
      ],
    });
    expect(await tokensOf("ada")).toEqual([]);

    const done = await harness.call("seeds.run", { file, digest: checked.digest });
    expect(done.entries).toEqual(checked.entries);
    expect(await tokensOf("ada")).toMatchObject([{ status: "active", label: "Example", kind: "totp" }]);
    const check = { user: { username: "ada" }, code: codeFor(key, harness.clock) };
    expect(await harness.call("verification.check", check)).toMatchObject({ result: "accepted" });
    expect(await harness.call("audit.verify", {})).toMatchObject({ valid: true });
    const actions = (await harness.call("audit.list", {})).rows.map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(["import.seeds", "token.import"]));
  });

  test("again changes nothing", async () => {
    await person("ada");
    const file = saved(uri("ada"), uri("ada"));
    const first = await harness.call("seeds.run", { file });
    expect(reasons(first)).toEqual([null, "The same as entry 1."]);
    const second = await harness.call("seeds.run", { file });
    expect(second).toMatchObject({ importId: null, sums: { create: 0, unchanged: 2 } });
    expect(await tokensOf("ada")).toHaveLength(1);
  });

  test("leaves out what is nobody's, or creates people for it, or gives it to whom somebody names", async () => {
    await person("ada");
    const file = saved(uri("nobody"), uri("no body at all"), uri("third"));
    const left = await harness.call("seeds.dryRun", { file, assign: [{ at: 3, username: "ADA" }] });
    expect(verdicts(left)).toEqual(["leftOut", "leftOut", "create"]);
    expect(left.entries[2]).toMatchObject({ owner: { username: "ada" } });
    const created = await harness.call("seeds.run", { file, unmatched: "create", leaveOut: [3] });
    expect(verdicts(created)).toEqual(["create", "refused", "leftOut"]);
    expect(created.sums.people).toBe(1);
    expect(await tokensOf("nobody")).toHaveLength(1);
  });

  test("refuses one bad entry with its reason, and keeps the rest", async () => {
    await person("ada");
    const done = await harness.call("seeds.run", { file: saved(uri("ada", "&digits=7"), uri("ada")) });
    expect(verdicts(done)).toEqual(["refused", "create"]);
    expect(reasons(done)[0]).toMatch(/7 digits/u);
  });

  test("keeps the counter of a counter-based one", async () => {
    await person("ada");
    await harness.call("seeds.run", { file: saved(uri("ada", "&counter=42", key, "hotp")) });
    const [token] = await tokensOf("ada");
    expect(token).toMatchObject({ kind: "hotp", status: "active" });
    expect(countersOf()).toEqual([41]);
  });

  test("lets them wait for a first code where that is asked for", async () => {
    await person("ada");
    await harness.call("seeds.run", { file: saved(uri("ada")), arrive: "pending" });
    const [token] = await tokensOf("ada");
    expect(token).toMatchObject({ status: "pending" });
    await harness.call("tokens.confirm", { tokenId: token?.id ?? "", code: codeFor(key, harness.clock) });
    expect(await tokensOf("ada")).toMatchObject([{ status: "active" }]);
  });

  test("is refused if the file has changed since it was checked", async () => {
    await person("ada");
    const { digest } = await harness.call("seeds.dryRun", { file: saved(uri("ada")) });
    const file = saved(uri("ada", "&digits=8"));
    expect(await harness.refuse("seeds.run", { file, digest })).toMatchObject({ code: "TABLE_CHANGED" });
    expect(await tokensOf("ada")).toEqual([]);
  });

  test("does not take what is no export for one, and names what there is", async () => {
    const file = path.join(folder, "x.bin");
    writeFileSync(file, Buffer.from([0, 1, 2, 3]));
    const refused = await harness.refuse("seeds.dryRun", { file });
    expect(refused.code).toBe("FORMAT_UNKNOWN");
    expect(refused.message).toContain("Aegis");
    expect(await harness.refuse("seeds.dryRun", { file, format: "nothing" })).toMatchObject({ code: "FORMAT_UNKNOWN" });
  });
});

describe("undoing an import of seeds", () => {
  test("removes what it created, people too", async () => {
    const before = (await harness.call("users.list", {})).rows;
    const { importId } = await harness.call("seeds.run", { file: saved(uri("nobody")), unmatched: "create" });
    if (importId === null) throw new Error("nothing was imported");
    expect((await harness.call("seeds.list", {})).imports).toMatchObject([{ id: importId, state: "undoable" }]);
    expect(await harness.call("seeds.undo", { id: importId })).toMatchObject({ state: "undone" });
    expect((await harness.call("users.list", {})).rows).toEqual(before);
    expect(await harness.refuse("seeds.undo", { id: importId })).toMatchObject({ code: "UNDO_REFUSED" });
    expect(await harness.call("audit.verify", {})).toMatchObject({ valid: true });
  });

  test.each<[string, () => Promise<unknown>]>([
    [
      "was used",
      () => harness.call("verification.check", { user: { username: "ada" }, code: codeFor(key, harness.clock) }),
    ],
    ["had a wrong code", () => harness.call("verification.check", { user: { username: "ada" }, code: "000000" })],
    [
      "was revoked",
      async () => {
        const [token] = await tokensOf("ada");
        await harness.call("tokens.revoke", { tokenId: token?.id ?? "" });
      },
    ],
    ["belongs to a deleted person", () => harness.call("users.delete", { user: { username: "ada" } })],
  ])("is refused once an authenticator %s", async (_, use) => {
    await person("ada");
    const { importId } = await harness.call("seeds.run", { file: saved(uri("ada")) });
    await use();
    expect(await harness.refuse("seeds.undo", { id: importId ?? "" })).toMatchObject({ code: "UNDO_REFUSED" });
    expect((await harness.call("seeds.list", {})).imports).toMatchObject([{ state: "touched" }]);
  });

  test("keeps a person whom it created and who has been given something else since", async () => {
    const { importId } = await harness.call("seeds.run", { file: saved(uri("nobody")), unmatched: "create" });
    await enrol(harness, "bob");
    await harness.call("tokens.begin", { user: { username: "nobody" } });
    expect(await harness.refuse("seeds.undo", { id: importId ?? "" })).toMatchObject({ code: "UNDO_REFUSED" });
  });
});
