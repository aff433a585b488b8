import { HardwareTokenId, TokenId } from "#shared/model/ids.ts";
import type { SeedResult } from "#shared/contract/seeds.ts";
import { nameKey } from "#shared/model/text.ts";
import { newId } from "../../base/ids.ts";
import type { Entry } from "../../formats/format.ts";
import { type Keys, seedPlace } from "../../keys/keys.ts";
import type { HardwareTokenRow, TokenRow } from "../../store/migrations/schema.ts";
import type { StoredUser } from "../../store/people/users.ts";
import { deviceLabel, phoneLabel } from "../../twofactor/labels.ts";
import type { Decided, NewOwner } from "./decide.ts";

/** An entry that is ready to be written: its key is sealed. */
export interface Prepared {
  result: SeedResult;
  user: Pick<StoredUser, "id" | "username"> | null;
  newOwner: NewOwner | null;
  device: HardwareTokenRow | null;
  /** Its owner, and a label that none of the owner's others has, are filled in when it is written. */
  token: Omit<TokenRow, "user_id"> | null;
}

const longestLabel = 64;

/** No value up to the one before the next is accepted again (RFC 4226 7.2). */
const lastStepOf = ({ kind, counter, lastStep }: Entry): number | null =>
  kind === "totp" ? lastStep : counter === null || counter === 0 ? null : counter - 1;

function deviceOf(keys: Keys, entry: Entry, assigned: boolean, at: number): HardwareTokenRow {
  const id = newId(HardwareTokenId, at);
  const { serial, model, kind, algorithm, digits, period, seed } = entry;
  return {
    id,
    serial,
    serial_key: nameKey(serial),
    model: model.slice(0, longestLabel),
    kind,
    algorithm,
    digits,
    period,
    state: assigned ? "assigned" : "stock",
    seed: keys.seal(seedPlace("hardware_tokens", id), seed),
    last_step: lastStepOf(entry),
    drift: 0,
    created_at: at,
    updated_at: at,
    ahead_used: "[]",
  };
}

function tokenOf(
  keys: Keys,
  entry: Entry,
  device: HardwareTokenRow | null,
  arrive: "active" | "pending",
  at: number,
): NonNullable<Prepared["token"]> {
  const id = newId(TokenId, at);
  const { serial, model, issuer, label: own, kind, algorithm, digits, period, seed, disabled } = entry;
  const status = arrive === "pending" ? "pending" : disabled ? "disabled" : "active";
  const label = device ? model || deviceLabel : own || issuer || phoneLabel(at);
  return {
    id,
    admin_id: null,
    kind,
    label: label.slice(0, longestLabel),
    serial: serial === "" ? null : serial,
    hardware_id: device?.id ?? null,
    algorithm,
    digits,
    period,
    status,
    seed: keys.seal(seedPlace("tokens", id), seed),
    last_step: lastStepOf(entry),
    drift: 0,
    failures: 0,
    aimed_failures: 0,
    ahead_used: "[]",
    ahead_told: "[]",
    replaces: null,
    created_at: at,
    activated_at: status === "pending" ? null : at,
    last_used_at: null,
    expires_at: null,
  };
}

/**
 * Seals what is created, and wipes the key.
 *
 * @param at UTC milliseconds
 */
export function prepare(
  keys: Keys,
  { result, entry, user: found, newOwner, device: isDevice }: Decided,
  arrive: "active" | "pending",
  at: number,
): Prepared {
  const user = found && { id: found.id, username: found.username };
  if (entry === null) return { result, user, newOwner, device: null, token: null };
  const owned = user !== null || newOwner !== null;
  const device = isDevice ? deviceOf(keys, entry, owned, at) : null;
  const token = owned ? tokenOf(keys, entry, device, arrive, at) : null;
  entry.seed.fill(0);
  return { result, user, newOwner, device, token };
}
