import { join } from "node:path";
import Database from "better-sqlite3";
import { storeFile } from "#main/store/data-folder.ts";
import type { OutputOf } from "#shared/contract/index.ts";
import type { SinceKind } from "#shared/model/restores.ts";
import {
  codeFor,
  enrol,
  type Harness,
  openHarness,
  owner,
  setUp,
  type SetUp,
  temporaryFolder,
} from "../../../support/harness.ts";

/** What opens a backup: its file, and the identity that it is encrypted to. */
export interface Given {
  file: string;
  identity: string;
}

export const check = (harness: Harness, username: string, proof: { code: string } | { backupCode: string }) =>
  harness.call("verification.check", { user: { username }, ...proof });

/** Encrypts a backup to a new recipient. The clock moves a minute on. */
export async function backUp(harness: Harness, name = "Safe"): Promise<Given> {
  const file = join(temporaryFolder(), "older.age");
  const { identity } = await harness.call("recipients.make", { name });
  await harness.call("archive.create", { file });
  harness.clock.advance(60_000);
  return { file, identity };
}

/** A console with these people, each with an authenticator and backup codes, of which there is a backup. */
export async function withBackup(usernames: readonly string[]) {
  const harness = await openHarness();
  const admin = await setUp(harness);
  const people = new Map<string, Awaited<ReturnType<typeof enrol>>>();
  for (const name of usernames) people.set(name, await enrol(harness, name));
  const given = await backUp(harness);
  const person = (name: string) => {
    const found = people.get(name);
    if (!found) throw new Error(`${name} was not enrolled`);
    return found;
  };
  return { harness, admin, person, given };
}

/** Signs the owner in to the restored console. */
export async function signIn(harness: Harness, { secret }: SetUp, password = owner.password): Promise<void> {
  harness.clock.advance(60_000);
  await harness.call("access.signIn", { name: owner.name, password, code: codeFor(secret, harness.clock) });
}

export interface Named {
  name: string;
  detail: string;
}

/** Restores after a preview that must name what the result counts. @returns what was named of this kind, and the report */
export async function restoreNaming(
  harness: Harness,
  given: Given,
  kind: SinceKind,
): Promise<{ named: Named[]; count: number; report: OutputOf<"archive.restore"> }> {
  const { since } = await harness.call("archive.preview", given);
  const named = (since?.rows ?? []).filter((row) => row.kind === kind).map(({ name, detail }) => ({ name, detail }));
  const report = await harness.call("archive.restore", given);
  const counted = (counts: readonly { kind: SinceKind; count: number }[] = []) =>
    counts.find((each) => each.kind === kind)?.count ?? 0;
  const count = counted(report.since);
  if (counted(since?.counts) !== count) throw new Error(`the preview and the result count ${kind} differently`);
  return { named, count, report };
}

/** Rows of the store's file, or a change of it. */
export function query<Row>(harness: Harness, sql: string): Row[] {
  const raw = new Database(storeFile(harness.dataDir));
  try {
    const statement = raw.prepare(sql);
    if (statement.reader) return statement.all() as Row[];
    statement.run();
    return [];
  } finally {
    raw.close();
  }
}
