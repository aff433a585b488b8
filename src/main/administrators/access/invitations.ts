import { timingSafeEqual } from "node:crypto";
import type { AdminId } from "#shared/model/ids.ts";
import { crockfordCode } from "#shared/model/typed.ts";
import type { Moment } from "../../base/ports.ts";
import { deleteInvitation, replaceInvitation } from "../../store/console/invitations.ts";
import type { Tx } from "../../store/store.ts";
import type { InvitationRow } from "../../store/migrations/schema.ts";
import { clearFailures, recordFailure } from "../../throttle/throttle.ts";
import { randomLetters } from "../../twofactor/backup-codes.ts";
import type { Keys } from "../../keys/keys.ts";
import { adminKey } from "./prove.ts";

/** 12 Crockford letters: 60 random bits, together with the name. */
const groups = 3;
const groupLength = 4;

/** How long a one-time code can be used, in milliseconds (NIST SP 800-63B-4 3.1.3.2 gives a short code ten minutes). */
const validFor = 10 * 60_000;

/** After this many wrong attempts a one-time code is void. */
const attempts = 5;

const attemptsKey = (id: AdminId): string => `invitation:${id}`;

/** Bound to the administrator: the hash does not fit another one's code. */
const hashOf = (keys: Keys, id: AdminId, normalised: string): Buffer =>
  keys.pepper(Buffer.from(JSON.stringify(["invitation", id, normalised])));

export interface NewInvitation {
  /** For the person, once. */
  code: string;
  expiresAt: number;
}

/** Gives an administrator a one-time code, replacing an older one, and clears earlier failed attempts. */
export async function giveInvitation(tx: Tx, keys: Keys, id: AdminId, now: number): Promise<NewInvitation> {
  const code = Array.from({ length: groups }, () => randomLetters(groupLength)).join("-");
  const expiresAt = now + validFor;
  await replaceInvitation(tx, {
    admin_id: id,
    code_hash: hashOf(keys, id, crockfordCode(code)),
    created_at: now,
    expires_at: expiresAt,
  });
  await clearFailures(tx, attemptsKey(id));
  await clearFailures(tx, adminKey(id));
  return { code, expiresAt };
}

/** Whether a typed one-time code is the right one and still valid. A code from the future is not. */
export function invitationFits(
  keys: Keys,
  invitation: InvitationRow | undefined,
  typed: string,
  now: number,
): invitation is InvitationRow {
  if (!invitation) return false;
  const hash = hashOf(keys, invitation.admin_id, crockfordCode(typed));
  const fits = timingSafeEqual(hash, invitation.code_hash);
  return fits && now < invitation.expires_at && now >= invitation.created_at - validFor;
}

/** Records a failed attempt. @returns whether the code is void now */
export async function countWrongInvitation(tx: Tx, id: AdminId, moment: Moment): Promise<boolean> {
  const failures = await recordFailure(tx, attemptsKey(id), moment);
  if (failures < attempts) return false;
  await deleteInvitation(tx, id);
  return true;
}

/** Deletes the code after its use. */
export async function useInvitationUp(tx: Tx, id: AdminId): Promise<void> {
  await deleteInvitation(tx, id);
  await clearFailures(tx, attemptsKey(id));
  await clearFailures(tx, adminKey(id));
}
