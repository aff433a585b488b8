import type { Since } from "#shared/model/restores.ts";
import { weakenedSettings } from "../../policy/describe.ts";
import { policyOf } from "../../policy/policy.ts";
import { bothSettings, settle } from "../../store/since/settings.ts";
import type { Raw } from "../../store/sqlite/connection.ts";

/** Settings that the backup would make weaker again than they are now. */
export interface SettingsSince {
  rows: Since["rows"];
  /** Gives the backup's store their present values. @param at UTC milliseconds */
  carry(at: number): void;
}

/** Compares each setting by itself, by the rule for which changes need an approval. */
export function settingsSince(raw: Raw): SettingsSince {
  const { backup, present } = bothSettings(raw);
  const now = policyOf(present);
  const weakened = weakenedSettings(now, policyOf(backup));
  return {
    rows: weakened.map(({ label, before, after }) => ({
      kind: "settingsStricter",
      name: label,
      detail: `${after} → ${before}`,
    })),
    carry(at) {
      for (const { key } of weakened) settle(raw, { key, value: JSON.stringify(now[key]), updated_at: at });
    },
  };
}
