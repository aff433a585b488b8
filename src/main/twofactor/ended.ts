import { AppError } from "#shared/errors.ts";
import type { TokenId, UserId } from "#shared/model/ids.ts";
import type { Change } from "../call/change.ts";
import {
  deviceOfEnded,
  endedTokensOf,
  eraseEndedTokens,
  insertEndedToken,
  tokenToEnd,
} from "../store/factors/ended-tokens.ts";
import type { Tx } from "../store/store.ts";
import type { EndedTokenRow } from "../store/migrations/ended-schema.ts";
import type { SealedTable } from "../store/console/rotation.ts";
import { type Keys, seedPlace } from "../keys/keys.ts";
import type { Window } from "./limits.ts";
import { matchAccepted } from "./match.ts";

/** How long the codes of an ended authenticator are recognised, in milliseconds: 90 days. */
const recognisedFor = 90 * 86_400_000;

export type EndedWhy = EndedTokenRow["why"];

/**
 * Stores what recognises the codes of a person's authenticator that ends now, before its row changes. Its seed is
 * sealed for another row, where nothing accepts it.
 */
export async function keepEnded({ tx, keys, at }: Change, id: TokenId, why: EndedWhy): Promise<void> {
  const token = await tokenToEnd(tx, id);
  await eraseEnded(tx, at);
  if (!token || token.user_id === null || token.seed === null) return;
  const { user_id, hardware_id, label, serial, kind, algorithm, digits, period, last_step, drift } = token;
  const facts = { id, user_id, hardware_id, label, serial, kind, algorithm, digits, period, last_step, drift };
  if (hardware_id !== null) {
    await insertEndedToken(tx, { ...facts, seed: null, why, ended_at: at });
    return;
  }
  const seed = opened(keys, "tokens", { id, seed: token.seed });
  if (seed === null) return;
  await insertEndedToken(tx, { ...facts, seed: keys.seal(seedPlace("ended_tokens", id), seed), why, ended_at: at });
  seed.fill(0);
}

/** Deletes what ended too long ago. */
export const eraseEnded = (tx: Tx, now: number): Promise<void> => eraseEndedTokens(tx, now - recognisedFor);

/** Null if the seal is broken: then there is nothing to recognise, but the authenticator can still end. */
function opened(keys: Keys, table: SealedTable, { id, seed }: { id: string; seed: Buffer }): Buffer | null {
  try {
    return keys.unseal(seedPlace(table, id), seed);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "SEAL_BROKEN") return null;
    throw thrown;
  }
}

async function seedOf(tx: Tx, keys: Keys, { id, seed, hardware_id }: EndedTokenRow): Promise<Buffer | null> {
  if (seed) return opened(keys, "ended_tokens", { id, seed });
  const device = hardware_id === null ? undefined : await deviceOfEnded(tx, hardware_id);
  return device?.seed ? opened(keys, "hardware_tokens", { id: device.id, seed: device.seed }) : null;
}

/** The person's ended authenticator that a code belongs to. It is only recognised, never accepted. */
export async function findEnded(
  tx: Tx,
  keys: Keys,
  user: UserId,
  { code, at, window }: { code: string; at: number; window: Window },
): Promise<EndedTokenRow | null> {
  for (const ended of await endedTokensOf(tx, user, at - recognisedFor)) {
    const seed = await seedOf(tx, keys, ended);
    const found = seed && matchAccepted(seed, ended, code, at, window);
    seed?.fill(0);
    if (found) return ended;
  }
  return null;
}
