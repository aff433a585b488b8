import { join } from "node:path";
import type { RestoredUser } from "#shared/contract/archive.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { HardwareTokenId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import { text } from "#shared/texts/text.ts";
import { change, type Change } from "../../call/change.ts";
import { type Context, opened } from "../../call/context.ts";
import type { DestinationJobs } from "../destinations/deps.ts";
import { eventsOf } from "../../store/console/audit-events.ts";
import { readConsole } from "../../store/console/console.ts";
import { groupByKey, setUserGroups } from "../../store/people/groups.ts";
import { deviceById, type StoredDevice, updateDevice } from "../../store/factors/hardware-tokens.ts";
import { addressOf, openAt } from "../../store/open.ts";
import type { Tx } from "../../store/store.ts";
import { insertCodeSet, standingCodes, standingTokens } from "../../store/people/person.ts";
import { listRetiredKeys } from "../../store/console/retired-keys.ts";
import type { TokenRow } from "../../store/migrations/schema.ts";
import { insertToken } from "../../store/factors/tokens.ts";
import { insertUser, userByUsername, type UserWithGroups } from "../../store/people/users.ts";
import { stepAt } from "../../twofactor/totp.ts";
import { Keys, seedPlace } from "../../keys/keys.ts";
import { asBuffer } from "./bytes.ts";
import type { ArchiveJobs } from "./deps.ts";
import { unreadable } from "./faults.ts";
import { databaseName } from "./format.ts";
import { openingOf } from "./opening.ts";
import { type PersonSince, personSince } from "./person-since.ts";
import { bringEnded, bringLetters, type Sides } from "./restore-ended.ts";
import { withBackupFile } from "./source.ts";
import { withWorkspace } from "../../files/workspace.ts";

/** A device that nobody else has had since is its holder's again, and says what was used of it. Null: it is not. */
async function deviceOf(tx: Tx, { seq }: Sides, id: HardwareTokenId): Promise<StoredDevice | null> {
  const device = await deviceById(tx, id);
  if (device?.state !== "stock") return null;
  const moved = (await eventsOf(tx, id, seq)).some(({ action }) => movesOfDevice.has(action));
  return moved ? null : device;
}

const movesOfDevice: ReadonlySet<string> = new Set([
  "hardware.assign",
  "hardware.unassign",
  "hardware.lost",
  "hardware.found",
]);

/**
 * No code of a time step that has begun is accepted again (RFC 6238 5.2), and of a counter none up to the device's
 * (RFC 4226 7.2): a counter without a device is not known.
 *
 * @returns null for one that cannot be brought back
 */
async function carried(tx: Tx, sides: Sides, row: TokenRow, wrong: PersonSince["wrong"]): Promise<TokenRow | null> {
  const device = row.hardware_id === null ? null : await deviceOf(tx, sides, row.hardware_id);
  if (row.hardware_id === null ? row.kind === "hotp" : device === null) return null;
  if (device) await updateDevice(tx, device.id, { state: "assigned", updated_at: sides.now });
  const known = Math.max(row.last_step ?? -1, device?.last_step ?? -1);
  const last_step = row.kind === "totp" ? Math.max(known, stepAt(sides.now, row.period)) : known < 0 ? null : known;
  const { drift, ahead_used } = device ?? row;
  const failed = (before: number): number => (wrong.anew ? 0 : before) + wrong.count;
  const seed = sides.fromKeys.unseal(seedPlace("tokens", row.id), row.seed ?? Buffer.alloc(0));
  try {
    return {
      ...row,
      seed: sides.keys.seal(seedPlace("tokens", row.id), seed),
      last_step,
      drift,
      ahead_used,
      failures: failed(row.failures),
      replaces: null,
    };
  } finally {
    seed.fill(0);
  }
}

/** The key with which the live store checks codes that the backup's data key has peppered; undefined: none can. */
async function pepperOf(tx: Tx, { fromKeys, keys }: Sides, keyId: Buffer | null): Promise<Buffer | null | undefined> {
  const made = keyId ?? fromKeys.id;
  if (made.equals(keys.id)) return null;
  const retired = await listRetiredKeys(tx);
  return retired.some(({ key_id }) => key_id.equals(made)) ? made : undefined;
}

/** Nobody knows which codes a deleted person has used since: then none is restored. */
async function bringCodes(tx: Tx, sides: Sides, id: UserWithGroups["id"], since: PersonSince): Promise<boolean> {
  const standing = await standingCodes(sides.from, id);
  if (!standing || since.codesChanged) return false;
  const key_id = await pepperOf(tx, sides, standing.set.key_id);
  if (key_id === undefined) return false;
  await insertCodeSet(tx, { ...standing, set: { ...standing.set, key_id } });
  return true;
}

/** Groups by name: deleted ones stay deleted. */
async function bringGroups(tx: Tx, pk: number, user: UserWithGroups): Promise<void> {
  const names = (JSON.parse(user.group_names) as { name: string }[]).map(({ name }) => name);
  const groups = await Promise.all(names.map((name) => groupByKey(tx, nameKey(name))));
  await setUserGroups(
    tx,
    pk,
    groups.flatMap((group) => (group ? [group.id] : [])),
  );
}

async function bringBack(
  tx: Tx,
  sides: Sides,
  user: UserWithGroups,
): Promise<Omit<RestoredUser, "username" | "outcome">> {
  const { id, username, name, email, external_id, notes, status } = user;
  const since = await personSince(tx, id, sides.seq);
  const facts = { id, username, name, email, external_id, notes, status: since.status ?? status };
  const pk = await insertUser(tx, { ...facts, created_at: user.created_at });
  await bringGroups(tx, pk, user);
  const all = await standingTokens(sides.from, id);
  const stateOf = ({ id: token, status: before }: TokenRow): TokenRow["status"] => since.tokens.get(token) ?? before;
  const tokens = all
    .map((token) => ({ ...token, status: stateOf(token) }))
    .filter(({ status: now }) => now !== "revoked");
  let authenticators = 0;
  for (const token of tokens) {
    const row = await carried(tx, sides, token, since.wrong);
    if (!row) continue;
    await insertToken(tx, row);
    authenticators += 1;
  }
  await bringEnded(tx, sides, id, since.ended);
  await bringLetters(tx, sides, id);
  return {
    authenticators,
    leftOut: tokens.length - authenticators,
    revoked: all.length - tokens.length,
    backupCodes: await bringCodes(tx, sides, id, since),
  };
}

async function bringOne({ tx, note }: Change, sides: Sides, username: string): Promise<RestoredUser> {
  const none = { authenticators: 0, leftOut: 0, revoked: 0, backupCodes: false };
  const key = nameKey(username);
  const user = await userByUsername(sides.from, key);
  if (!user) return { username, outcome: "missing", ...none };
  const taken =
    (await userByUsername(tx, key)) ??
    (await tx.selectFrom("users").select("id").where("id", "=", user.id).executeTakeFirst());
  if (taken) return { username: user.username, outcome: "present", ...none };
  const brought = await bringBack(tx, sides, user);
  note({ action: "user.restore", target: { id: user.id, name: user.username }, details: brought });
  return { username: user.username, outcome: "restored", ...brought };
}

/**
 * Restores people who are missing from the store: everyone who can be restored, in one transaction.
 *
 * @throws AppError BACKUP_UNREADABLE for a backup of another store, and what test-restoring a backup throws
 */
export async function restoreUsers(
  context: Context,
  jobs: ArchiveJobs & DestinationJobs,
  input: ParsedInputOf<"archive.restoreUsers">,
): Promise<OutputOf<"archive.restoreUsers">> {
  const { store, keys } = opened(context);
  const opening = await openingOf(context, input);
  const usernames = [...new Map(input.usernames.map((name) => [nameKey(name), name])).values()];
  return withBackupFile(context, jobs, input, (file) =>
    withWorkspace(context.options.dataDir, async (folder) => {
      const staged = await jobs.run("archive.stage", { file, opening, folder }, context.call);
      const fromKeys = new Keys(asBuffer(staged.dataKey));
      staged.dataKey.fill(0);
      const from = await openAt(addressOf(join(folder, databaseName)));
      try {
        if ((await readConsole(store.db))?.store_id !== staged.storeId) {
          throw unreadable("store", text("backups.otherConsole"));
        }
        const { seq } = staged.audit;
        const now = context.options.clock.now();
        const sides: Sides = { from: from.db, fromKeys, keys, seq, now };
        const rows = await change({ ...context, now }, async (made) => {
          const done: RestoredUser[] = [];
          for (const username of usernames) done.push(await bringOne(made, sides, username));
          return done;
        });
        return { rows };
      } finally {
        fromKeys.wipe();
        await from.close();
      }
    }),
  );
}
