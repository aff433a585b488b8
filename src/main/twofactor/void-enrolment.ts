import type { VoidReason } from "#shared/contract/letters.ts";
import type { TokenId } from "#shared/model/ids.ts";
import type { Change, Event } from "../call/change.ts";
import { type StoredUser, userTarget } from "../store/people/users.ts";
import {
  outlivedEnrolments,
  voidEnrolmentRows,
  waitingEnrolments,
  type WaitingEnrolment,
} from "../store/factors/void-enrolments.ts";
import { keepEnded } from "./ended.ts";
import { moves } from "./states.ts";

type Person = Pick<StoredUser, "id" | "username">;

/**
 * Voids pending enrolments, with the letters that carry them: their seeds are erased.
 *
 * @returns the events, which the caller notes
 */
export async function voidEnrolments(
  { tx, at }: Change,
  user: Person,
  enrolments: readonly WaitingEnrolment[],
  reason: VoidReason,
): Promise<Event[]> {
  for (const enrolment of enrolments) await voidEnrolmentRows(tx, enrolment, reason, at);
  return enrolments.map(({ tokenId, label, serial }) => ({
    action: serial === null ? moves.void.action : "letters.void",
    target: userTarget(user),
    details: { ...(tokenId ? { tokenId, label } : {}), ...(serial === null ? {} : { letter: serial }), reason },
  }));
}

/** As `voidEnrolments`, for everything pending of a person. */
export const voidAll = async (made: Change, user: Person, reason: VoidReason): Promise<Event[]> =>
  voidEnrolments(made, user, await waitingEnrolments(made.tx, user.id), reason);

/** The console itself voids an enrolment for which too many codes were wrong. Does nothing if it is not pending. */
export async function voidGuessed(made: Change, user: Person, token: TokenId): Promise<void> {
  const found = (await waitingEnrolments(made.tx, user.id)).filter(({ tokenId }) => tokenId === token);
  await keepEnded(made, token, "void");
  for (const event of await voidEnrolments(made, user, found, "guessed")) made.note({ ...event, actor: null });
}

/**
 * Voids letters that are no longer needed: the person has an active authenticator, and the one that the letter would
 * replace is gone. Called wherever an authenticator is activated, and before a code is checked, for letters of stores
 * that an older version has written.
 *
 * @param actor null: the console itself
 * @returns whether there was any
 */
export async function voidOutlived(made: Change, user: Person, actor = made.actor): Promise<boolean> {
  const outlived = await outlivedEnrolments(made.tx, user.id);
  for (const { tokenId } of outlived) if (tokenId !== null) await keepEnded(made, tokenId, "void");
  for (const event of await voidEnrolments(made, user, outlived, "enrolled")) made.note({ ...event, actor });
  return outlived.length > 0;
}
