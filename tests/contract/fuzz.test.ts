import { createHash, randomInt } from "node:crypto";
import Database from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Caller } from "#main/base/ports.ts";
import { storeFile } from "#main/store/data-folder.ts";
import { procedureNames } from "#shared/contract/index.ts";
import { Reply } from "#shared/contract/transport.ts";
import { ActKind } from "#shared/model/acts.ts";
import { type Harness, newCaller, openHarness, owner, setUp } from "../support/harness.ts";
import { often } from "../support/long.ts";
import { inputs } from "./inputs.ts";

/** Altogether; half of them from a seed of its own each time, which is printed. */
const calls = often(20_000, 100_000);
const atOnce = 50;
const seeds = { fixed: 20_260_105, random: randomInt(2 ** 31) };

const callerKinds = ["nobody", "forged", "ended", "locked owner", "auditor", "user's side"] as const;
type CallerKind = (typeof callerKinds)[number] | "owner";
/** By an owner who has just given a fresh code: whatever is let through there reaches a handler. */
const callsOfOwner = often(1000, 6000);

interface Made {
  name: string;
  input: unknown;
  by: CallerKind;
  cancelled: boolean;
}

/** A right input with one thing about it changed. */
const nearlyRight: fc.Arbitrary<Pick<Made, "name" | "input">> = fc
  .record({ name: fc.constantFrom(...procedureNames), key: fc.nat(), value: fc.anything(), extra: fc.boolean() })
  .map(({ name, key, value, extra }) => {
    const right = inputs[name] as Record<string, unknown>;
    const keys = Object.keys(right);
    const changed = keys[key % Math.max(1, keys.length)] ?? "surprise";
    return { name, input: { ...right, [extra ? "surprise" : changed]: value } };
  });

const anyCall = fc.oneof(
  { weight: 5, arbitrary: nearlyRight },
  {
    weight: 3,
    arbitrary: fc.constantFrom(...procedureNames).map((name) => ({ name: name as string, input: inputs[name] })),
  },
  { weight: 1, arbitrary: fc.record({ name: fc.constantFrom<string>(...procedureNames), input: fc.anything() }) },
  { weight: 1, arbitrary: fc.record({ name: fc.string({ maxLength: 120 }), input: fc.anything() }) },
);

const madeBy = (kinds: readonly CallerKind[]): fc.Arbitrary<Made> =>
  fc
    .tuple(anyCall, fc.constantFrom(...kinds), fc.nat({ max: 50 }))
    .map(([call, by, chance]) => ({ ...call, by, cancelled: chance === 0 }));

/** Rows that a caller who may nothing must not change, and an auditor neither: all but what counts and what is one's own. */
const guardedTables = [
  "SELECT * FROM users",
  "SELECT * FROM groups",
  "SELECT * FROM group_members",
  "SELECT * FROM hardware_tokens",
  "SELECT * FROM letters",
  "SELECT * FROM letter_templates",
  "SELECT * FROM policies",
  "SELECT * FROM vault_slots",
  "SELECT * FROM retired_keys",
  "SELECT * FROM backup_code_sets",
  "SELECT * FROM backup_codes",
  "SELECT id, user_id, admin_id, status, seed, last_step FROM tokens",
  "SELECT id, name, role, status, password_hash, second_factor, must_enrol FROM admins",
  "SELECT store_id, organisation, setup FROM console",
];

function inStore<T>(harness: Harness, work: (raw: Database.Database) => T): T {
  const raw = new Database(storeFile(harness.dataDir));
  try {
    return work(raw);
  } finally {
    raw.close();
  }
}

const guardedRows = (harness: Harness): string =>
  inStore(harness, (raw) => JSON.stringify(guardedTables.map((select) => raw.prepare(select).all())));

const countEvents = (harness: Harness): number =>
  inStore(harness, (raw) => raw.prepare("SELECT count(*) FROM audit_events").pluck().get() as number);

const auditorId = "01927f5e-0000-7000-8000-0000000000a1";

/** Sessions as the fuzz finds them again and again: it signs out and ends what it can. */
function renewSessions(harness: Harness, ownerId: string): void {
  const now = harness.clock.now();
  inStore(harness, (raw) => {
    raw.exec("DELETE FROM step_ups; DELETE FROM sessions");
    const insert = raw.prepare(`
      INSERT INTO sessions (id, admin_id, token_hash, created_at, last_seen_at, idle_ms, expires_at, locked_at)
      VALUES (?, ?, ?, ?, ?, 900000, ?, ?)`);
    const hash = (token: string) => createHash("sha256").update(token).digest();
    insert.run("01927f5e-0000-7000-8000-0000000000b1", ownerId, hash("locked owner"), now, now, now + 3_600_000, now);
    const signedIn = "01927f5e-0000-7000-8000-0000000000b0";
    insert.run(signedIn, ownerId, hash("owner"), now, now, now + 3_600_000, null);
    const fresh = raw.prepare("INSERT INTO step_ups VALUES (?, ?, ?)");
    for (const kind of ActKind.options) fresh.run(signedIn, kind, now);
    insert.run("01927f5e-0000-7000-8000-0000000000b2", auditorId, hash("auditor"), now, now, now + 3_600_000, null);
    insert.run(
      "01927f5e-0000-7000-8000-0000000000b3",
      ownerId,
      hash("ended"),
      now - 7_200_000,
      now - 7_200_000,
      now - 1,
      null,
    );
    // A session is valid only at the desk at which it was begun.
    raw.exec("UPDATE sessions SET desk_id = (SELECT id FROM desks)");
  });
}

function callerOf(by: CallerKind): Caller {
  const token = by === "nobody" || by === "user's side" ? null : by;
  // As a window's: nothing was chosen in a dialog, so no file is written wherever the test runs.
  const caller = { ...newCaller({ token }), files: { grant: () => undefined, allows: () => false } };
  return by === "user's side" ? { ...caller, side: "user" } : caller;
}

async function prepared() {
  const harness = await openHarness();
  const secrets = await setUp(harness);
  const ownerId = inStore(harness, (raw) => {
    const now = harness.clock.now();
    raw
      .prepare(
        `INSERT INTO admins (id, name, name_key, role, status, password_hash, created_at, updated_at)
         SELECT ?, 'ada', 'ada', 'auditor', 'active', password_hash, ?, ? FROM admins`,
      )
      .run(auditorId, now, now);
    raw
      .prepare(
        `INSERT INTO tokens (id, admin_id, kind, label, algorithm, digits, period, status, seed, created_at)
         SELECT ?, ?, kind, label, algorithm, digits, period, status, seed, created_at FROM tokens`,
      )
      .run("01927f5e-0000-7000-8000-0000000000c1", auditorId);
    return raw.prepare("SELECT id FROM admins WHERE name = ?").pluck().get(owner.name) as string;
  });
  const secret = [secrets.secret, owner.password, secrets.recoveryKey, ...secrets.backupCodes];
  return { harness, ownerId, secret };
}

async function callAll(harness: Harness, batch: readonly Made[]): Promise<string[]> {
  const replies = batch.map(async ({ name, input, by, cancelled }) => {
    const signal = cancelled ? AbortSignal.abort() : undefined;
    const reply = await harness.console.call(name, input, callerOf(by), signal ? { signal } : {});
    Reply.parse(reply);
    if (!reply.ok && reply.error.code === "INTERNAL") {
      throw new Error(`${name} by ${by}: INTERNAL, ${String(harness.log.at(-1)?.facts["cause"])}`);
    }
    return JSON.stringify(reply);
  });
  return Promise.all(replies);
}

describe(`calls that were never meant (random seed ${seeds.random})`, () => {
  it.each(Object.entries(seeds))(
    `of ${calls / 2} with a %s seed each gets a modelled answer, and nothing changes or leaks`,
    async (kind, seed) => {
      console.log(`fuzz: ${kind} seed ${seed}`);
      const { harness, ownerId, secret } = await prepared();
      const before = guardedRows(harness);
      const eventsBefore = countEvents(harness);
      const all = fc.sample(madeBy(callerKinds), { numRuns: calls / 2, seed });
      for (let at = 0; at < all.length; at += atOnce) {
        if (at % 1000 === 0) renewSessions(harness, ownerId);
        const replies = await callAll(harness, all.slice(at, at + atOnce));
        const told = replies.join("\n") + JSON.stringify(harness.log);
        harness.log.length = 0;
        for (const text of secret) expect(told.includes(text)).toBe(false);
      }
      expect(guardedRows(harness)).toBe(before);
      // Refused sign-ins at least are recorded.
      expect(countEvents(harness)).toBeGreaterThan(eventsBefore);
    },
    240_000,
  );

  it.each(Object.entries(seeds))(
    `of ${callsOfOwner} with a %s seed by an owner never fail inside, and leave an audit log that verifies`,
    async (_kind, seed) => {
      const { harness, ownerId } = await prepared();
      const all = fc.sample(madeBy(["owner"]), { numRuns: callsOfOwner, seed });
      for (let at = 0; at < all.length; at += atOnce) {
        renewSessions(harness, ownerId);
        await callAll(harness, all.slice(at, at + atOnce));
      }
      renewSessions(harness, ownerId);
      const report = await harness.call("audit.verify", {}, callerOf("owner"));
      expect(report).toMatchObject({ valid: true });
    },
    240_000,
  );
});
