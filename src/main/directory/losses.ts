import type { ErrorDetails } from "#shared/errors.ts";
import type { Losses } from "../store/people/losses.ts";

/** As the audit log records them. */
export function lossesInAudit({ letters, authenticators, backupCodes }: Losses): ErrorDetails {
  return {
    ...(letters.length === 0 ? {} : { voids: letters.join(", ") }),
    ...(authenticators === 0 ? {} : { authenticators }),
    ...(backupCodes === 0 ? {} : { backupCodes }),
  };
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** What a result says is lost; empty if nothing is. */
export function lossesInWords({ letters, authenticators, backupCodes }: Losses): string {
  const parts = [
    ...(letters.length === 0 ? [] : [`${letters.length === 1 ? "letter" : "letters"} ${letters.join(", ")}`]),
    ...(authenticators === 0 ? [] : [counted(authenticators, "authenticator", "authenticators")]),
    ...(backupCodes === 0 ? [] : [counted(backupCodes, "backup code", "backup codes")]),
  ];
  return parts.length === 0 ? "" : `No longer valid: ${parts.join(", ")}.`;
}
