import { AppError } from "#shared/errors.ts";
import type { TokenId, UserId } from "#shared/model/ids.ts";
import {
  deviceOfEnded,
  endedTokensOf,
  eraseEndedTokens,
  insertEndedToken,
  tokenToEnd,
} from "../store/factors/ended-tokens.ts";
import type { Raw } from "../store/sqlite/connection.ts";
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
export function keepEnded(raw: Raw, keys: Keys, id: TokenId, why: EndedWhy, at: number): void {
  const token = tokenToEnd(raw, id);
  eraseEnded(raw, at);
  if (!token || token.user_id === null || token.seed === null) return;
  const { user_id, hardware_id, label, serial, kind, algorithm, digits, period, last_step, drift } = token;
  const facts = { id, user_id, hardware_id, label, serial, kind, algorithm, digits, period, last_step, drift };
  if (hardware_id !== null) {
    insertEndedToken(raw, { ...facts, seed: null, why, ended_at: at });
    return;
  }
  const seed = opened(keys, "tokens", { id, seed: token.seed });
  if (seed === null) return;
  insertEndedToken(raw, { ...facts, seed: keys.seal(seedPlace("ended_tokens", id), seed), why, ended_at: at });
  seed.fill(0);
}

/** Deletes what ended too long ago. */
export const eraseEnded = (raw: Raw, now: number): void => eraseEndedTokens(raw, now - recognisedFor);

/** Null if the seal is broken: then there is nothing to recognise, but the authenticator can still end. */
function opened(keys: Keys, table: SealedTable, { id, seed }: { id: string; seed: Buffer }): Buffer | null {
  try {
    return keys.unseal(seedPlace(table, id), seed);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "SEAL_BROKEN") return null;
    throw thrown;
  }
}

function seedOf(raw: Raw, keys: Keys, { id, seed, hardware_id }: EndedTokenRow): Buffer | null {
  if (seed) return opened(keys, "ended_tokens", { id, seed });
  const device = hardware_id === null ? undefined : deviceOfEnded(raw, hardware_id);
  return device?.seed ? opened(keys, "hardware_tokens", { id: device.id, seed: device.seed }) : null;
}

/** The person's ended authenticator that a code belongs to. It is only recognised, never accepted. */
export function findEnded(
  raw: Raw,
  keys: Keys,
  user: UserId,
  { code, at, window }: { code: string; at: number; window: Window },
): EndedTokenRow | null {
  for (const ended of endedTokensOf(raw, user, at - recognisedFor)) {
    const seed = seedOf(raw, keys, ended);
    const found = seed && matchAccepted(seed, ended, code, at, window);
    seed?.fill(0);
    if (found) return ended;
  }
  return null;
}
