import type { HardwareTokenId, UserId } from "#shared/model/ids.ts";
import { AppError } from "#shared/errors.ts";
import type { EndedTokenRow } from "../../store/migrations/ended-schema.ts";
import { insertEndedToken } from "../../store/factors/ended-tokens.ts";
import { deviceById } from "../../store/factors/hardware-tokens.ts";
import type { Db, Tx } from "../../store/store.ts";
import { bringLetter, endedTokensIn, lettersIn, tokensWithSeed } from "../../store/people/person.ts";
import { readToken } from "../../store/factors/tokens.ts";
import { type Keys, seedPlace } from "../../keys/keys.ts";
import type { PersonSince } from "./person-since.ts";

/** The backup's store with its keys, and the live one's. */
export interface Sides {
  from: Db;
  fromKeys: Keys;
  keys: Keys;
  /** The last audit event that is in the backup. */
  seq: number;
  /** UTC milliseconds. */
  now: number;
}

/** A seed of the backup, sealed for what is only recognised. Null if its seal is broken: nothing is recognised then. */
function resealed(
  { fromKeys, keys }: Sides,
  table: "tokens" | "ended_tokens",
  { id, seed: box }: { id: string; seed: Buffer },
): Buffer | null {
  let seed: Buffer;
  try {
    seed = fromKeys.unseal(seedPlace(table, id), box);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "SEAL_BROKEN") return null;
    throw thrown;
  }
  try {
    return keys.seal(seedPlace("ended_tokens", id), seed);
  } finally {
    seed.fill(0);
  }
}

const isKnown = async (tx: Tx, id: HardwareTokenId | null): Promise<boolean> =>
  id !== null && (await deviceById(tx, id)) !== undefined;

/**
 * What recognises the codes of a person's authenticators that ended before the backup, since then, or now: a waiting
 * enrolment is not brought back. Nothing accepts them.
 */
export async function bringEnded(tx: Tx, sides: Sides, user: UserId, since: PersonSince["ended"]): Promise<void> {
  for (const row of await endedTokensIn(sides.from, user)) {
    const seed = row.seed && resealed(sides, "ended_tokens", { id: row.id, seed: row.seed });
    if (seed || (await isKnown(tx, row.hardware_id))) await insertEndedToken(tx, { ...row, seed });
  }
  for (const row of await tokensWithSeed(sides.from, user)) {
    if ((await readToken(tx, row.id)) || row.seed === null) continue;
    const { id, label, serial, kind, algorithm, digits, period, last_step, drift } = row;
    const facts = { id, user_id: user, label, serial, kind, algorithm, digits, period, last_step, drift };
    const ended = since.get(id) ?? { why: row.status === "pending" ? "void" : "revoked", at: sides.now };
    const device = row.hardware_id === null ? undefined : await deviceById(tx, row.hardware_id);
    const isLost = device?.state === "lost";
    const why: EndedTokenRow["why"] = isLost ? "lost" : ended.why;
    const hardware_id = device?.id ?? null;
    const seed = device ? null : resealed(sides, "tokens", { id, seed: row.seed });
    if (seed || hardware_id) await insertEndedToken(tx, { ...facts, hardware_id, seed, why, ended_at: ended.at });
  }
}

/** A person's letters: what was waiting is void, since its enrolment is not brought back. */
export async function bringLetters(tx: Tx, { from, now }: Sides, user: UserId): Promise<void> {
  for (const letter of await lettersIn(from, user)) {
    const { token_id: token, waits, ...row } = letter;
    const token_id = token !== null && (await readToken(tx, token)) ? token : null;
    const voided = waits ? { voided_at: now, void_reason: "withdrawn" as const } : {};
    await bringLetter(tx, { ...row, token_id, ...voided });
  }
}
