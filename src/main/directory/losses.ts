import type { ErrorDetails } from "#shared/errors.ts";
import { text, type Text } from "#shared/texts/text.ts";
import type { Losses } from "../store/people/losses.ts";

/** As the audit log records them. */
export function lossesInAudit({ letters, authenticators, backupCodes }: Losses): ErrorDetails {
  return {
    ...(letters.length === 0 ? {} : { voids: letters.join(", ") }),
    ...(authenticators === 0 ? {} : { authenticators }),
    ...(backupCodes === 0 ? {} : { backupCodes }),
  };
}

/** What a result says is lost; null if nothing is. */
export function lossesAsText({ letters, authenticators, backupCodes }: Losses): Text | null {
  const losses = [
    ...(letters.length === 0 ? [] : [text("directory.lostLetters", { count: letters.length, serials: letters })]),
    ...(authenticators === 0 ? [] : [text("directory.lostAuthenticators", { count: authenticators })]),
    ...(backupCodes === 0 ? [] : [text("directory.lostBackupCodes", { count: backupCodes })]),
  ];
  return losses.length === 0 ? null : text("directory.noLongerValid", { losses });
}
