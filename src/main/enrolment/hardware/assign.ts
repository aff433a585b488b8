import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { TokenId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import { change, type Change } from "../../call/change.ts";
import { type Context, opened } from "../../call/context.ts";
import { newId } from "../../base/ids.ts";
import { readPolicy } from "../../policy/policy.ts";
import { deviceBySerial, type StoredDevice, updateDevice } from "../../store/factors/hardware-tokens.ts";
import type { Db } from "../../store/store.ts";
import type { TokenRow } from "../../store/migrations/schema.ts";
import { insertToken, tokensOf } from "../../store/factors/tokens.ts";
import { requireUser, userTarget, type UserWithGroups } from "../../store/people/users.ts";
import { type Keys, seedPlace } from "../../keys/keys.ts";
import type { NewCodeSet } from "../../twofactor/backup-codes.ts";
import { requireClock } from "../../twofactor/clock.ts";
import { keepFirstCodes, newUserCodes } from "../../twofactor/code-sets.ts";
import { requireReplaceable } from "../../twofactor/enrolment.ts";
import { deviceLabel, ownLabel } from "../../twofactor/labels.ts";
import { eraseExpired } from "../../twofactor/expiry.ts";
import { requireFit } from "../../twofactor/fit.ts";
import { unlessRefused } from "../../twofactor/guesses.ts";
import { type Match, nextCounter } from "../../twofactor/match.ts";
import { revokeWithin } from "../../twofactor/moves.ts";
import { refusedParameters } from "../../twofactor/parameters.ts";
import { keepSteps } from "../../twofactor/spent.ts";
import { requireActiveUser, tokenTarget, toToken } from "../../twofactor/tokens.ts";
import { voidOutlived } from "../../twofactor/void-enrolment.ts";
import { deviceTarget, requireState, unsealDeviceSeed } from "./devices.ts";
import { proveDevice } from "./proof.ts";

type Input = ParsedInputOf<"inventory.assign">;

/** @throws AppError NOT_FOUND, CONFLICT if somebody has it, TOKEN_STATE, POLICY_REFUSED */
async function requireStock(db: Db, serial: string): Promise<StoredDevice> {
  const device = await deviceBySerial(db, nameKey(serial));
  if (!device) {
    const why = text("hardware.noSuchSerial");
    throw new AppError("NOT_FOUND", { text: why, fields: { serial: why } });
  }
  if (device.state === "assigned") {
    const { username } = device;
    const why = username === null ? text("hardware.assignedToSomebody") : text("hardware.assignedTo", { username });
    throw new AppError("CONFLICT", { text: why, fields: { serial: why } });
  }
  requireState(device, "stock");
  const [refused] = Object.values(refusedParameters(await readPolicy(db), device));
  if (refused !== undefined) throw new AppError("POLICY_REFUSED", { text: refused, fields: { serial: refused } });
  return device;
}

interface Ready {
  device: StoredDevice;
  user: UserWithGroups;
  own: TokenRow[];
  replaced: TokenRow | null;
}

/**
 * Everything except the code. @throws AppError NOT_FOUND, USER_DISABLED, CONFLICT, TOKEN_STATE, INVALID_REFERENCE,
 * POLICY_REFUSED, CLOCK_ROLLED_BACK
 */
async function requireReady(made: Change, input: Input): Promise<Ready> {
  const { tx } = made;
  await requireClock(made);
  const device = await requireStock(tx, input.serial);
  const user = await requireUser(tx, input.user);
  requireActiveUser(user);
  const own = await tokensOf(tx, { kind: "user", id: user.id });
  const replaced = input.replaces === undefined ? null : requireReplaceable(own, input.replaces);
  const ready = { device, user, own, replaced };
  await requireDeviceFits(made, ready, input);
  return ready;
}

const labelOf = ({ device, own, replaced }: Ready, input: Input): string =>
  input.label || replaced?.label || ownLabel(own, device.model || deviceLabel);

/** @throws AppError POLICY_REFUSED */
async function requireDeviceFits(made: Change, ready: Ready, input: Input): Promise<void> {
  const { device, user, own, replaced } = ready;
  const seed = unsealDeviceSeed(made.keys, device);
  const keyBytes = seed.length;
  seed.fill(0);
  const { kind, algorithm, digits, period, serial } = device;
  const coming = {
    parameters: { kind, algorithm, digits, period },
    label: labelOf(ready, input),
    replaces: replaced?.id,
    serial,
    keyBytes,
    // The code that proves it is used.
    lastCounter: nextCounter(device),
  };
  await requireFit(made, user, own, coming, "serial");
}

/** The device as its holder's authenticator, with its seed sealed separately. The code that proved it is used up. */
function tokenOf(keys: Keys, ready: Ready, input: Input, proof: Match, now: number): TokenRow {
  const { device, user } = ready;
  const id = newId(TokenId, now);
  const seed = unsealDeviceSeed(keys, device);
  const sealed = keys.seal(seedPlace("tokens", id), seed);
  seed.fill(0);
  const { kind, algorithm, digits, period, serial } = device;
  return {
    id,
    user_id: user.id,
    admin_id: null,
    kind,
    label: labelOf(ready, input),
    serial,
    hardware_id: device.id,
    algorithm,
    digits,
    period,
    status: "active",
    seed: sealed,
    last_step: proof.step,
    drift: kind === "hotp" ? 0 : proof.drift,
    failures: 0,
    aimed_failures: 0,
    ahead_used: keepSteps(device, proof.step),
    ahead_told: "[]",
    replaces: null,
    created_at: now,
    activated_at: now,
    last_used_at: now,
    expires_at: null,
  };
}

async function hand(
  made: Change,
  ready: Ready,
  token: TokenRow,
  fresh: NewCodeSet,
): Promise<OutputOf<"inventory.assign">> {
  const { tx, at: now, note } = made;
  const { device, user, replaced } = ready;
  await eraseExpired(made, user.id);
  if (replaced) {
    const facts = { details: { replacedBy: token.id }, why: "replaced" } as const;
    await revokeWithin(made, { token: replaced, user }, facts);
  }
  await updateDevice(tx, device.id, {
    state: "assigned",
    last_step: token.last_step,
    ahead_used: token.ahead_used,
    drift: token.drift,
    updated_at: now,
  });
  await insertToken(tx, token);
  const shown = await keepFirstCodes(tx, user.id, fresh, { replacing: replaced !== null, now });
  await voidOutlived(made, user);
  const { target, details } = tokenTarget({ token, user });
  note({
    action: "token.assign",
    target,
    details: { ...details, backupCodes: shown.backupCodes.length },
  });
  note({
    action: "hardware.assign",
    target: deviceTarget(device),
    details: { user: userTarget(user).name, tokenId: token.id },
  });
  return { token: toToken(token), ...shown };
}

/**
 * Assigns a device in stock to a person.
 *
 * @throws AppError CODE_REFUSED, THROTTLED, and as `requireReady`
 */
export async function assign(context: Context, input: Input): Promise<OutputOf<"inventory.assign">> {
  const { store, keys } = opened(context);
  const { now } = context;
  const prove = (made: Change, { device }: Ready) =>
    proveDevice(made, device, device, { code: input.code, action: "hardware.assign" });
  const proven = await change(context, async (made) => {
    // Forgets earlier wrong codes.
    made.unaudited("counters");
    return prove(made, await requireReady(made, input));
  });
  unlessRefused(proven);
  // Argon2id takes too long for a transaction; its conditions are checked again inside.
  const fresh = await newUserCodes(context, await readPolicy(store.db));
  const handed = await change(context, async (made) => {
    const ready = await requireReady(made, input);
    const proof = await prove(made, ready);
    if (proof instanceof AppError) return proof;
    return hand(made, ready, tokenOf(keys, ready, input, proof, now), fresh);
  });
  return unlessRefused(handed);
}
