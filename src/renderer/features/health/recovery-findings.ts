import type { HealthReport } from "#shared/contract/system.ts";
import { counted, localTime, numberInWords } from "../../ui/format.ts";
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

/** Whose backup codes may never have been seen. */
export function codesFinding({ count, names }: NonNullable<HealthReport["unconfirmedCodes"]>): FindingProps {
  if (count === 0) return { state: "good", title: "All new backup codes were handed over", lines: [] };
  const others = count > names.length ? ` and ${numberInWords(count - names.length)} more` : "";
  return {
    state: "bad",
    title: `Nobody has confirmed that ${counted(count, "person has", "people have")} their new backup codes`,
    lines: [`${names.join(", ")}${others}`, "If in doubt, make new ones: any earlier codes are void."],
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
