import type { HealthReport } from "#shared/contract/system.ts";
import { localTime } from "../../ui/format.ts";
import type { FindingProps } from "./findings.ts";

/** Whether the recovery key has been tested. */
export function recoveryFinding(keys: NonNullable<HealthReport["keys"]>): FindingProps {
  if (!keys.hasRecoveryKey) {
    return { state: "bad", title: "There is no recovery key", lines: ["Make one on the Keys page."] };
  }
  return keys.recoveryCheckedAt === null
    ? {
        state: "bad",
        title: "The recovery key has not been tested yet",
        lines: ["Fetch its printed page and test it on the Keys page."],
      }
    : {
        state: "good",
        title: "The recovery key has been tested",
        lines: [`Last on ${localTime.format(keys.recoveryCheckedAt)}`],
      };
}

/** An owner who got back in with it: everybody should know. */
export const ownerBackFinding = ({ name, at }: { name: string; at: number }): FindingProps => ({
  state: "bad",
  title: `${name} got back in with the recovery key`,
  lines: [
    `On ${localTime.format(at)}. Their earlier authenticators, backup codes and sessions have ended.`,
    "If this was not expected, act now: someone has the password and the recovery key. Make a new recovery key.",
  ],
});
