import { randomBytes } from "node:crypto";
import { join } from "node:path";
import fc from "fast-check";
import { v7 } from "uuid";
import { onTestFinished } from "vitest";
import { dropMarks } from "#main/store/factors/target-marks.ts";
import { forgetHanded, insertTarget } from "#main/store/factors/targets.ts";
import { deleteUser, insertUser, type StoredUser } from "#main/store/people/users.ts";
import { rows, run, value } from "#main/store/statements.ts";
import type { Tx } from "#main/store/store.ts";
import { exportJob, preflightJob, type PreflightInput } from "#main/targets/export-job.ts";
import { recordJob } from "#main/targets/record-job.ts";
import type { ForTarget } from "#main/targets/reach.ts";
import { AdminId, type GroupId, type TargetId, type TokenId, type UserId } from "#shared/model/ids.ts";
import { temporaryFolder } from "../../support/harness.ts";
import { makeSample, type Sample, sampleTime } from "../../support/sample-store.ts";

const at = sampleTime;

/** Systems of several kinds: of everybody, of a group, with one authenticator a person, with counters and without. */
const kinds = [
  { format: "otpauth", grouped: false, form: "file" },
  { format: "authelia", grouped: true, form: "file" },
  { format: "google-authenticator", grouped: false, form: "folder" },
  { format: "entra", grouped: true, form: "file" },
] as const;

export const systems = kinds.length;

const pick = fc.nat({ max: 1000 });
const of = <Kind extends string>(kind: Kind) => fc.record({ kind: fc.constant(kind), at: pick, with: pick });

/** Everything that can happen to what systems are handed, by whichever writer: most of it as bare SQL. */
export const changes = fc.oneof(
  ...(
    [
      "add person",
      "add token",
      "add token",
      "add device",
      "status of token",
      "status of token",
      "label",
      "serial",
      "count",
      "seed",
      "sign in",
      "move token",
      "delete token",
      "rename",
      "address",
      "external id",
      "full name",
      "notes",
      "status of person",
      "delete person",
      "join",
      "join",
      "leave",
      "issuer",
      "settle",
      "target",
    ] as const
  ).map((kind) => of(kind)),
);
export type Change = typeof changes extends fc.Arbitrary<infer One> ? One : never;

interface Target {
  id: TargetId;
  group: GroupId | null;
  form: "file" | "folder";
  format: string;
}

const statuses = ["pending", "active", "active", "active", "disabled", "locked", "revoked"] as const;
const words = ["ada", "grace", "Ümit", "a,b", "x@example.org", "x:y", "carla@example.org"] as const;

/** A store with people, their authenticators and systems, as it changes. */
export class ChangingStore {
  readonly #sample: Sample;
  readonly #targets: Target[] = [];
  readonly #group: GroupId = v7() as GroupId;
  #made = 0;

  private constructor(sample: Sample) {
    this.#sample = sample;
  }

  static async open(): Promise<ChangingStore> {
    const sample = await makeSample(temporaryFolder(), { users: 3, events: 0 });
    const store = new ChangingStore(sample);
    onTestFinished(() => sample.store.close());
    await sample.store.write(async (tx) => {
      await run(
        tx,
        "INSERT INTO groups (pk, id, name, name_key, description, created_at) VALUES (1, ?, 'Remote', 'remote', '', 1)",
        store.#group,
      );
      for (const { format, grouped, form } of kinds) await store.#addTarget(tx, format, grouped, form);
    });
    return store;
  }

  async #addTarget(tx: Tx, format: string, grouped: boolean, form: "file" | "folder"): Promise<void> {
    const id = v7() as TargetId;
    const group = grouped ? this.#group : null;
    const settings = JSON.stringify(format === "authelia" ? { issuer: "Example" } : {});
    const facts = { id, format, settings, group_id: group, created_at: at, exported_at: null };
    await insertTarget(tx, { ...facts, name: id, name_key: id });
    this.#targets.push({ id, group, form, format });
  }

  async #addToken(tx: Tx, user: UserId, { with: n }: Change, hardware = false): Promise<void> {
    const id = v7() as TokenId;
    const device = hardware ? v7() : null;
    const serial = hardware ? `SN${n}-${(this.#made += 1)}` : null;
    if (hardware) {
      await run(
        tx,
        `INSERT INTO hardware_tokens (id, serial, serial_key, model, kind, algorithm, digits, period, state, seed, created_at, updated_at)
         VALUES (?, ?, ?, 'Key', 'totp', 'SHA1', 6, 30, 'assigned', x'01', 1, 1)`,
        device,
        serial,
        serial,
      );
    }
    const seed = this.#sample.keys.seal({ table: "tokens", column: "seed", row: id }, randomBytes(20));
    await run(
      tx,
      `INSERT INTO tokens (id, user_id, kind, label, serial, hardware_id, algorithm, digits, period, status, seed, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      user,
      n % 3 === 0 ? "hotp" : "totp",
      words[n % words.length],
      serial,
      device,
      n % 5 === 0 ? "SHA256" : "SHA1",
      n % 7 === 0 ? 8 : 6,
      n % 4 === 0 ? 60 : 30,
      n % 2 ? "active" : "pending",
      seed,
      at,
    );
  }

  /** One of a table's ids; undefined if there is none. */
  async #one<Id extends string>(tx: Tx, table: string, { at: n }: Change, where = "1"): Promise<Id | undefined> {
    const count = (await value<number>(tx, `SELECT count(*) FROM ${table} WHERE ${where}`)) ?? 0;
    if (count === 0) return undefined;
    return value<Id>(tx, `SELECT id FROM ${table} WHERE ${where} ORDER BY id LIMIT 1 OFFSET ?`, n % count);
  }

  /** Of a token. */
  async #token(tx: Tx, { kind, with: n }: Change, id: TokenId): Promise<void> {
    const set = (assignment: string, ...values: (string | number | null)[]) =>
      run(tx, `UPDATE tokens SET ${assignment} WHERE id = ?`, ...values, id);
    if (kind === "status of token") {
      const status = statuses[n % statuses.length] ?? "active";
      if (status === "revoked") await set("status = 'revoked', seed = NULL");
      else await run(tx, "UPDATE tokens SET status = ? WHERE id = ? AND status <> 'revoked'", status, id);
    } else if (kind === "label") await set("label = ?", words[n % words.length] ?? "");
    else if (kind === "serial") await set("serial = ?", `SN,${n}`);
    else if (kind === "count") await set("last_step = ?", n % 3 === 0 ? null : n);
    else if (kind === "sign in") await set("failures = 0, last_used_at = ?, drift = 1", n);
    else if (kind === "delete token") await run(tx, "DELETE FROM tokens WHERE id = ?", id);
    else if (kind === "seed") {
      // As a rotation seals keys anew.
      const sealed = this.#sample.keys.seal({ table: "tokens", column: "seed", row: id }, randomBytes(20));
      await run(tx, "UPDATE tokens SET seed = ? WHERE id = ? AND seed IS NOT NULL", sealed, id);
    }
  }

  /** Of a person. */
  async #person(tx: Tx, change: Change, id: UserId): Promise<void> {
    const { kind, with: n } = change;
    const word = words[n % words.length] ?? "";
    const set = (assignment: string, given: string) =>
      run(tx, `UPDATE users SET ${assignment} WHERE id = ?`, given, id);
    const pk = (await value<number>(tx, "SELECT pk FROM users WHERE id = ?", id)) ?? 0;
    if (kind === "add token") await this.#addToken(tx, id, change);
    else if (kind === "add device") await this.#addToken(tx, id, change, true);
    else if (kind === "rename") await set("username = ?", word);
    else if (kind === "address") await set("email = ?", word);
    else if (kind === "external id") await set("external_id = ?", word);
    else if (kind === "full name") await set("name = ?", word);
    else if (kind === "notes") await set("notes = ?", word);
    else if (kind === "status of person")
      await set("status = ?", ["active", "active", "disabled", "left"][n % 4] ?? "");
    else if (kind === "join") await run(tx, "INSERT OR IGNORE INTO group_members VALUES (1, ?)", pk);
    else if (kind === "leave") await run(tx, "DELETE FROM group_members WHERE user_pk = ?", pk);
    else if (kind === "delete person") {
      const [user] = await rows<StoredUser>(tx, "SELECT * FROM users WHERE id = ?", id);
      if (!user) return;
      await run(
        tx,
        "UPDATE hardware_tokens SET state = 'stock' WHERE id IN (SELECT hardware_id FROM tokens WHERE user_id = ?)",
        id,
      );
      await run(tx, "DELETE FROM tokens WHERE user_id = ? AND hardware_id IS NOT NULL", id);
      await deleteUser(tx, user, at);
    }
  }

  async #anybody(tx: Tx): Promise<void> {
    const n = (this.#made += 1);
    const facts = {
      name: "",
      email: "",
      external_id: `new-${n}`,
      notes: "",
      status: "active" as const,
      created_at: at,
    };
    await insertUser(tx, { ...facts, id: v7() as UserId, username: `new-${n}` });
  }

  async #settle(tx: Tx, change: Change): Promise<void> {
    const { id } = this.#target(change.with);
    const handed = await rows<{ token_id: TokenId }>(tx, "SELECT token_id FROM target_tokens WHERE target_id = ?", id);
    const one = handed[change.at % Math.max(1, handed.length)];
    if (one) await forgetHanded(tx, id, [one.token_id]);
  }

  #target(n: number): Target {
    const target = this.#targets[n % this.#targets.length];
    if (!target) throw new Error("no target");
    return target;
  }

  change(change: Change): Promise<void> {
    const { kind, with: n } = change;
    return this.#sample.store.write(async (tx) => {
      if (kind === "add person") return this.#anybody(tx);
      if (kind === "settle") return this.#settle(tx, change);
      if (kind === "target") return this.#addTarget(tx, "freeradius", n % 2 === 0, "file");
      if (kind === "issuer") {
        const issuer = JSON.stringify(n % 2 ? "Example, Inc." : "Example");
        await run(tx, "INSERT OR REPLACE INTO policies (key, value, updated_at) VALUES ('issuer', ?, 1)", issuer);
        return undefined;
      }
      const token = await this.#one<TokenId>(tx, "tokens", change, "user_id IS NOT NULL");
      if (kind === "move token") {
        const to = await this.#one<UserId>(tx, "users", { ...change, at: n });
        if (token && to) await run(tx, "UPDATE tokens SET user_id = ? WHERE id = ?", to, token);
        return undefined;
      }
      if (token) await this.#token(tx, change, token);
      const user = await this.#one<UserId>(tx, "users", change);
      if (user) await this.#person(tx, change, user);
      return undefined;
    });
  }

  #input({ id, group, format }: Target, what: ForTarget["what"], asUsual: boolean): PreflightInput {
    const settings: Record<string, string> = format === "authelia" ? { issuer: "Example" } : {};
    return {
      store: this.#sample.store.address,
      dataKey: Uint8Array.from(this.#sample.dataKey),
      format,
      selection: { filter: { status: "active", ...(group === null ? {} : { group }) } },
      settings,
      system: { id, group, what, asUsual },
      now: at,
    };
  }

  /** What each system lacks, by its marks and by looking at everybody. */
  async differences(): Promise<{ marked: unknown; everybody: unknown }[]> {
    const found = [];
    for (const target of this.#targets) {
      const look = (asUsual: boolean) => preflightJob(this.#input(target, "changes", asUsual), quiet);
      found.push({ marked: await look(true), everybody: await look(false) });
    }
    return found;
  }

  /** @param meanwhile after the file was written and before that is remembered */
  async handOver(n: number, what: ForTarget["what"], meanwhile: readonly Change[]): Promise<void> {
    const target = this.#target(n);
    const folder = temporaryFolder();
    const to = join(folder, "keys");
    const input = { ...this.#input(target, what, true), target: to, to, workspace: folder, encryptTo: [] };
    const { seen } = await exportJob(input, quiet);
    for (const change of meanwhile) await this.change(change);
    await recordJob(
      {
        store: input.store,
        dataKey: Uint8Array.from(this.#sample.dataKey),
        id: target.id,
        name: target.format,
        workspace: folder,
        newest: seen?.newest ?? 0,
        asUsual: true,
        at,
        actor: { id: AdminId.parse(v7()), name: "Olga" },
      },
      quiet,
    );
  }

  /** As if nothing had to be looked at: to show that the comparison above can fail. */
  forgetMarks(): Promise<void> {
    return this.#sample.store.write(async (tx) => {
      for (const { id } of this.#targets) await dropMarks(tx, id, Number.MAX_SAFE_INTEGER);
    });
  }

  /** Whom a system looks at the next time. */
  async marks(n: number): Promise<string[]> {
    const { id } = this.#target(n);
    const sql = "SELECT user_id FROM target_marks WHERE target_id = ? ORDER BY seq";
    return (await rows<{ user_id: string }>(this.#sample.store.db, sql, id)).map(({ user_id }) => user_id);
  }

  /** How many authenticators each system was handed, as it says and as they are. */
  handed(): Promise<{ says: number; are: number }[]> {
    return rows(
      this.#sample.store.db,
      'SELECT handed AS says, (SELECT count(*) FROM target_tokens h WHERE h.target_id = targets.id) AS "are" FROM targets',
    );
  }
}

const quiet = { signal: new AbortController().signal, onProgress: () => undefined };
