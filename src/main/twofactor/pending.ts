import { randomBytes } from "node:crypto";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { TokenId } from "#shared/model/ids.ts";
import type { PendingEnrolment } from "#shared/model/records.ts";
import { newId } from "../base/ids.ts";
import type { TokenRow } from "../store/migrations/schema.ts";
import { type Holder, holderColumns } from "../store/factors/tokens.ts";
import { type Keys, seedPlace } from "../keys/keys.ts";
import { seedLength } from "../policy/new-authenticators.ts";
import { isExpired } from "./expiry.ts";
import type { Window } from "./limits.ts";
import { type Match, matchAccepted, matchDrifted, matchOtherParameters, unsealSeed } from "./match.ts";
import { describeOffset, describeParameters } from "./messages.ts";
import { requireMove } from "./states.ts";
import { isUnused, keepSteps } from "./spent.ts";
import { base32Seed, keyUri, type TokenParameters } from "./totp.ts";

export interface PendingFacts {
  label: string;
  /** Of the letter that it is sent with. */
  serial?: string;
  replaces: TokenId | null;
  /** UTC milliseconds. */
  now: number;
  /** Until when it can be confirmed, UTC milliseconds; null: for ever. */
  expiresAt: number | null;
}

/** A new pending authenticator and its seed in the clear, which the caller shows once and wipes. */
export function newPendingToken(
  keys: Keys,
  holder: Holder,
  { kind, algorithm, digits, period }: TokenParameters,
  facts: PendingFacts,
) {
  const id = newId(TokenId, facts.now);
  const seed = randomBytes(seedLength);
  const row: TokenRow = {
    id,
    ...holderColumns(holder),
    kind,
    label: facts.label,
    serial: facts.serial ?? null,
    hardware_id: null,
    algorithm,
    digits,
    period,
    status: "pending",
    seed: keys.seal(seedPlace("tokens", id), seed),
    last_step: null,
    drift: 0,
    failures: 0,
    aimed_failures: 0,
    ahead_used: "[]",
    ahead_told: "[]",
    replaces: facts.replaces,
    created_at: facts.now,
    activated_at: null,
    last_used_at: null,
    expires_at: facts.expiresAt,
  };
  return { row, seed };
}

/** What is shown of a pending authenticator when it is begun, and never again. Wipes the seed. */
export function showPending(row: TokenRow, seed: Buffer, issuer: string, account: string): PendingEnrolment {
  const shown = {
    tokenId: row.id,
    uri: keyUri(issuer, account, seed, row),
    secret: base32Seed(seed),
    account,
    expiresAt: row.expires_at ?? 0,
  };
  seed.fill(0);
  return shown;
}

/** The key has arrived, but the two clocks differ: nothing says yet which of them is wrong. */
const driftedAway = ({ kind, period }: TokenRow, driftSteps: number): AppError =>
  new AppError("ENROLMENT_CODE_WRONG", {
    text:
      kind === "hotp"
        ? text("authenticators.skipped", { count: driftSteps })
        : text("authenticators.driftedAway", { offset: describeOffset(driftSteps, period) }),
    details: { reason: "drifted", driftSteps },
  });

const triedEarly = (): AppError =>
  new AppError("ENROLMENT_CODE_WRONG", {
    text: text("authenticators.triedEarly"),
    details: { reason: "already_used" },
  });

/** @throws AppError TOKEN_STATE, ENROLMENT_EXPIRED */
export function requirePending(token: Pick<TokenRow, "status" | "expires_at">, now: number): void {
  requireMove(token, "confirm");
  if (isExpired(token, now)) throw new AppError("ENROLMENT_EXPIRED");
}

/**
 * Confirms a pending authenticator by a code of the current time, or by one of its first counter values.
 *
 * @returns where the code is; it counts as used
 * @throws AppError TOKEN_STATE, ENROLMENT_EXPIRED, ENROLMENT_CODE_WRONG
 */
export function provePending(keys: Keys, token: TokenRow, code: string, now: number, window: Window): Match {
  requirePending(token, now);
  const seed = unsealSeed(keys, token);
  try {
    const found = matchAccepted(seed, token, code, now, window);
    if (found && isUnused(token, found.step, now, window.acceptedSteps)) return found;
    if (found) throw triedEarly();
    const drifted = matchDrifted(seed, token, code, now);
    if (drifted) throw driftedAway(token, drifted.drift);
    const other = matchOtherParameters(seed, token, code, now, window);
    if (!other)
      throw new AppError(
        "ENROLMENT_CODE_WRONG",
        token.kind === "hotp" ? { text: text("authenticators.notCounter") } : {},
      );
    throw new AppError("ENROLMENT_CODE_WRONG", {
      text: text("authenticators.otherSettings", { settings: describeParameters(other, token.kind) }),
      details: { ...other, reason: "wrong_parameters" },
    });
  } finally {
    seed.fill(0);
  }
}

/** What a confirmed authenticator becomes. */
export const activated = (token: Pick<TokenRow, "kind">, proof: Match, now: number) =>
  ({
    status: "active",
    last_step: proof.step,
    ahead_used: keepSteps(token, proof.step),
    drift: token.kind === "hotp" ? 0 : proof.drift,
    activated_at: now,
    last_used_at: now,
    failures: 0,
    aimed_failures: 0,
    expires_at: null,
    replaces: null,
  }) as const satisfies Partial<TokenRow>;
