import type { ErrorDetails } from "#shared/errors.ts";
import type { UserStatus } from "#shared/model/records.ts";
import type { Change } from "../call/change.ts";
import { lossesByDeletion } from "../store/people/losses.ts";
import { deleteUser, type StoredUser, userTarget, writeStatus } from "../store/people/users.ts";
import { voidAll } from "../twofactor/void-enrolment.ts";
import { lossesInAudit } from "./losses.ts";

// What is done to one person, by hand or among many.

const statusAction = { active: "user.enable", disabled: "user.disable", left: "user.leave" } as const;

/** Whoever leaves gets no letter any more. */
export async function changeStatus(
  made: Change,
  user: StoredUser,
  status: UserStatus,
  details: ErrorDetails = {},
): Promise<void> {
  const { tx, at, note } = made;
  await writeStatus(tx, user.pk, status, at);
  note({ action: statusAction[status], target: userTarget(user), details });
  if (status === "left") for (const event of await voidAll(made, user, "left")) note(event);
}

/** Permanently; hardware tokens go back to the inventory. */
export async function erase({ tx, at, note }: Change, user: StoredUser): Promise<void> {
  const details = lossesInAudit(await lossesByDeletion(tx, user.id, at));
  await deleteUser(tx, user, at);
  note({ action: "user.delete", target: userTarget(user), details });
}
