import type { ReturnChoice } from "#shared/contract/directory.ts";
import { AppError, type ErrorDetails } from "#shared/errors.ts";
import type { Change } from "../call/change.ts";
import { voidCodeSet } from "../store/factors/backup-codes.ts";
import { lossesByDeletion } from "../store/people/losses.ts";
import { tokensOf } from "../store/factors/tokens.ts";
import { type UserWithGroups, userTarget } from "../store/people/users.ts";
import { revokeWithin } from "../twofactor/moves.ts";

/**
 * People who left and come back had a phone and papers that nobody has kept track of since: a person decides whether
 * these are accepted again. Decides in the caller's transaction, which changes the status.
 *
 * @returns what the event of the new status records about it
 * @throws AppError RETURN_UNDECIDED if something would be accepted again and nobody has decided whether it should
 */
export async function settleReturn(
  made: Change,
  user: UserWithGroups,
  choice: ReturnChoice | undefined,
): Promise<ErrorDetails> {
  const { tx, at, note } = made;
  const holder = { kind: "user", id: user.id } as const;
  const { backupCodes } = await lossesByDeletion(tx, user.id, at);
  const living = (await tokensOf(tx, holder)).filter(({ status }) => status !== "revoked");
  if (living.length === 0 && backupCodes === 0) return {};
  const labels = living.map(({ label, serial }) => serial ?? label).join(", ");
  const left = { authenticators: living.length, ...(labels === "" ? {} : { labels }), backupCodes };
  if (choice === undefined) throw new AppError("RETURN_UNDECIDED", { details: left });
  if (choice === "revoke") {
    for (const token of living) await revokeWithin(made, { token, user });
    if (await voidCodeSet(tx, holder, at)) note({ action: "backup_codes.void", target: userTarget(user) });
  }
  return { ...left, returning: choice };
}
