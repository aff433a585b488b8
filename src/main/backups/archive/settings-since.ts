import type { Since } from "#shared/model/restores.ts";
import { keptKeys } from "#shared/model/policy-rules.ts";
import { text } from "#shared/texts/text.ts";
import { weakenedSettings } from "../../policy/describe.ts";
import { policyOf } from "../../policy/policy.ts";
import type { StagedBeside } from "../../store/staged.ts";

/** Settings that the backup would make weaker again than they are now. */
export interface SettingsSince {
  rows: Since["rows"];
  /** Gives the backup's store their present values. @param at UTC milliseconds */
  carry(at: number): void;
}

/** Compares each setting by itself, by the rule for which changes need an approval. */
export function settingsSince(both: StagedBeside): SettingsSince {
  const { backup, present } = both.settings();
  const now = policyOf(present);
  const then = policyOf(backup);
  const weakened = weakenedSettings(now, then);
  return {
    rows: weakened.map(({ label, before, after }) => ({
      kind: "settingsStricter",
      name: label,
      detail: text("restores.setting", { before: after, after: before }),
    })),
    carry(at) {
      for (const key of keptKeys(now, then)) both.settle({ key, value: JSON.stringify(now[key]), updated_at: at });
    },
  };
}
