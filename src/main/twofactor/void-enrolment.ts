import type { VoidReason } from "#shared/contract/letters.ts";
import type { TokenId } from "#shared/model/ids.ts";
import type { Actor } from "../base/actor.ts";
import { appendAudit, type NewAuditEvent } from "../audit/append.ts";
import { rawOf, type Raw } from "../store/sqlite/connection.ts";
import type { Tx } from "../store/open.ts";
import { type StoredUser, userTarget } from "../store/people/users.ts";
import {
  outlivedEnrolments,
  voidEnrolmentRows,
  waitingEnrolments,
  type WaitingEnrolment,
} from "../store/factors/void-enrolments.ts";
import type { Keys } from "../keys/keys.ts";
import { keepEnded } from "./ended.ts";
import { moves } from "./states.ts";

type Person = Pick<StoredUser, "id" | "username">;

export interface VoidFacts {
  reason: VoidReason;
  /** Null: the console itself. */
  actor: Actor | null;
  /** UTC milliseconds. */
  at: number;
}

/**
 * Voids pending enrolments, with the letters that carry them, in the caller's transaction: their seeds are erased.
 *
 * @returns the events, which the caller appends in the same transaction
 */
export function voidEnrolments(
  raw: Raw,
  user: Person,
  enrolments: readonly WaitingEnrolment[],
  { reason, actor, at }: VoidFacts,
): NewAuditEvent[] {
  return enrolments.map((enrolment) => {
    const { tokenId, label, serial } = enrolment;
    voidEnrolmentRows(raw, enrolment, reason, at);
    return {
      actor,
      action: serial === null ? moves.void.action : "letters.void",
      target: userTarget(user),
      details: { ...(tokenId ? { tokenId, label } : {}), ...(serial === null ? {} : { letter: serial }), reason },
    };
  });
}

/** As `voidEnrolments`, for everything pending of a person. */
export const voidAll = (raw: Raw, user: Person, facts: VoidFacts): NewAuditEvent[] =>
  voidEnrolments(raw, user, waitingEnrolments(raw, user.id), facts);

/** @returns whether there was any */
async function appendAll(tx: Tx, keys: Keys, at: number, events: readonly NewAuditEvent[]): Promise<boolean> {
  for (const event of events) await appendAudit(tx, keys, at, event);
  return events.length > 0;
}

/** As `voidAll`, with its events. @returns whether there was any */
export const voidAllWithin = (tx: Tx, keys: Keys, user: Person, facts: VoidFacts): Promise<boolean> =>
  appendAll(tx, keys, facts.at, voidAll(rawOf(tx), user, facts));

/** As `voidEnrolments`, for one enrolment, with its events. Does nothing if it is not pending. */
export function voidOneWithin(tx: Tx, keys: Keys, user: Person, token: TokenId, facts: VoidFacts): Promise<boolean> {
  const raw = rawOf(tx);
  const found = waitingEnrolments(raw, user.id).filter(({ tokenId }) => tokenId === token);
  keepEnded(raw, keys, token, "void", facts.at);
  return appendAll(tx, keys, facts.at, voidEnrolments(raw, user, found, facts));
}

/**
 * Voids letters that are no longer needed: the person has an active authenticator, and the one that the letter would
 * replace is gone. Called wherever an authenticator is activated, and before a code is checked, for letters of stores
 * that an older version has written.
 *
 * @returns whether there was any
 */
export function voidOutlived(tx: Tx, keys: Keys, user: Person, facts: Omit<VoidFacts, "reason">): Promise<boolean> {
  const raw = rawOf(tx);
  const outlived = outlivedEnrolments(raw, user.id);
  for (const { tokenId } of outlived) if (tokenId !== null) keepEnded(raw, keys, tokenId, "void", facts.at);
  const events = voidEnrolments(raw, user, outlived, { ...facts, reason: "enrolled" });
  return appendAll(tx, keys, facts.at, events);
}
