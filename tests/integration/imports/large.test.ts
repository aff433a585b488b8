import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { beforeEach, describe, expect, test } from "vitest";
import { runImport } from "#main/imports/import-job.ts";
import { newId } from "#main/base/ids.ts";
import { ImportId } from "#shared/model/ids.ts";
import type { User } from "#shared/model/records.ts";
import { sortKey } from "#shared/model/text.ts";
import { madeUpPeople } from "../../support/directory.ts";
import { type Harness, openHarness, setUp } from "../../support/harness.ts";
import { makeSample, sampleTime } from "../../support/sample-store.ts";
import { csv, importFile, saved } from "./support.ts";

let harness: Harness;

beforeEach(async () => {
  harness = await openHarness();
  await setUp(harness);
});

const people = (count: number, seed: number, prefix = ""): string[][] => [
  ["username", "name", "email", "groups"],
  ...[...madeUpPeople(count, seed)].map(({ username, name }, n) => [
    prefix + username,
    name,
    "",
    n % 3 === 0 ? "Third" : "",
  ]),
];

async function everybody(): Promise<User[]> {
  const users: User[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await harness.call("users.list", { limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    users.push(...page.rows);
    cursor = page.nextCursor;
  }
  return users;
}

const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Each user once, in the order of names; counted and found as they are. */
async function expectInOrder(count: number): Promise<void> {
  const users = await everybody();
  expect(users).toHaveLength(count);
  expect(new Set(users.map(({ id }) => id)).size).toBe(count);
  const names = users.map(({ name, username }) => sortKey(name === "" ? username : name));
  expect(names).toEqual(names.toSorted(bytes));
  expect((await harness.call("users.list", {})).total).toEqual({ count, exact: true });
  for (const word of ["an", "ber", "riel", "example"]) {
    const wanted = users.filter(({ name, username }) => [name, username].some((text) => sortKey(text).includes(word)));
    const { rows } = await harness.call("users.list", { search: word, limit: 200 });
    expect(
      rows.map(({ id }) => id),
      word,
    ).toEqual(wanted.slice(0, 200).map(({ id }) => id));
  }
}

const stray = (): string[] =>
  readdirSync(harness.dataDir).filter((name) => name.startsWith("tmp-") || name.includes(".partial-"));

describe("a large import", () => {
  test("keeps the order of names and the search right, into an empty store, between others, and into one gap", async () => {
    await importFile(harness, saved(harness, csv(people(2000, 1))));
    await expectInOrder(2000);
    await importFile(harness, saved(harness, csv(people(2500, 2, "b."))));
    await expectInOrder(4500);
    const students = Array.from({ length: 3000 }, (_, n) => [`student${n}`, `Mm Student ${String((n * 7) % 3000)}`]);
    await importFile(harness, saved(harness, csv([["username", "name"], ...students])));
    await expectInOrder(7500);
    const renamed = (await everybody())
      .filter((_, n) => n % 3 === 0)
      .map(({ username, name }) => [username, name.split(" ").toReversed().join(" ")]);
    const report = await importFile(
      harness,
      saved(harness, csv([["username", "name"], ...renamed, ["aaa", "Aaa"], ["zzz", "😀 Zzz"]])),
    );
    expect(report.sums).toMatchObject({ create: 2, update: 2500 });
    await expectInOrder(7502);
    const third = (await harness.call("groups.list", {})).groups[0];
    expect(third).toMatchObject({ name: "Third", members: 667 + 834 });
    await harness.call("imports.undo", { id: report.importId as never });
    await expectInOrder(7500);
  });

  test("that is cancelled while it writes leaves nothing", async () => {
    const file = saved(harness, csv(people(6000, 3)));
    const { mapping } = await harness.call("imports.inspect", { file });
    const cancel = new AbortController();
    const error = await harness.refuse("imports.run", { file, mapping }, harness.caller, {
      signal: cancel.signal,
      onProgress: ({ phase, done }) => {
        if (phase === "write" && done > 0) cancel.abort();
      },
    });
    expect(error.code).toBe("CANCELLED");
    expect((await harness.call("users.list", {})).total).toEqual({ count: 0, exact: true });
    expect((await harness.call("groups.list", {})).groups).toEqual([]);
    expect((await harness.call("imports.list", {})).imports).toEqual([]);
    expect(await harness.call("audit.verify", {})).toMatchObject({ valid: true });
    expect(stray()).toEqual([]);
    expect((await harness.call("imports.run", { file, mapping })).sums.create).toBe(6000);
  });

  test("decides its rows once more when somebody has written meanwhile", async () => {
    const { dataDir } = harness;
    const place = join(dataDir, "sample");
    const workspace = join(dataDir, "work");
    mkdirSync(workspace);
    const sample = await makeSample(place, { users: 0, events: 0 });
    await sample.store.close();
    const other = new Database(sample.store.address.file);
    let written = false;
    const report = await runImport(
      {
        store: sample.store.address,
        workspace,
        file: saved(
          harness,
          csv([
            ["username", "name"],
            ["anna", "Anna"],
            ["taken", "Taken"],
          ]),
        ),
        header: true,
        mapping: { username: 0, name: 1 },
        rows: "all",
        matchBy: "username",
        update: false,
        accept: [],
        createGroups: true,
        report: null,
        dataKey: sample.dataKey,
        actor: { id: "0197a000-0000-7000-8000-000000000000", name: "Olga" },
        at: sampleTime + 1000,
        importId: newId(ImportId, sampleTime),
        digest: null,
      },
      {
        signal: new AbortController().signal,
        onProgress: ({ phase }) => {
          if (phase !== "check" || written) return;
          written = true;
          other.exec(
            `INSERT INTO users (id, username, username_key, name, name_sort, email, external_id, notes, status, search,
               created_at, updated_at) VALUES ('u1', 'Taken', 'taken', '', 'taken', '', '', '', 'active', 'taken', 1, 1)`,
          );
        },
      },
    );
    other.close();
    expect(report.sums).toEqual({ rows: 2, create: 1, update: 0, unchanged: 1, refused: 0 });
    expect(report.verdicts.map(({ verdict }) => verdict)).toEqual(["create", "unchanged"]);
  });
});
