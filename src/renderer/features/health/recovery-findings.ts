import type { HealthReport } from "#shared/contract/system.ts";
import { localTime } from "../../ui/format.ts";
import type { FindingProps } from "./findings.ts";

/** Whether the recovery key is known to be at hand. */
export function recoveryFinding(keys: NonNullable<HealthReport["keys"]>): FindingProps {
  if (!keys.hasRecoveryKey) {
    return { state: "bad", title: "There is no recovery key", lines: ["Make one under Keys."] };
  }
  return keys.recoveryCheckedAt === null
    ? {
        state: "bad",
        title: "Nobody has proved to have the recovery key yet",
        lines: ["Fetch the page it is printed on, and test it under Keys."],
      }
    : {
        state: "good",
        title: "The recovery key has been tested",
        lines: [`Last on ${localTime.format(keys.recoveryCheckedAt)}`],
      };
}

/** An owner who came back by it: everybody should hear of that. */
export const ownerBackFinding = ({ name, at }: { name: string; at: number }): FindingProps => ({
  state: "bad",
  title: `${name} came back with the recovery key`,
  lines: [
    `On ${localTime.format(at)}. Their earlier authenticators, backup codes and sessions have ended.`,
    "If this was not expected, act now: someone has the password and the recovery key. Make a new recovery key.",
  ],
});
