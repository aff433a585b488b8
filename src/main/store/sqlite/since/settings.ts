import type { Raw } from "../connection.ts";
import type { PolicyRow } from "../../migrations/schema.ts";

/** What owners have settled, in the backup and in the present store. */
export const bothSettings = (raw: Raw): { backup: PolicyRow[]; present: PolicyRow[] } => ({
  backup: raw.prepare("SELECT * FROM main.policies").all() as PolicyRow[],
  present: raw.prepare("SELECT * FROM present.policies").all() as PolicyRow[],
});

export function settle(raw: Raw, { key, value, updated_at }: PolicyRow): void {
  raw
    .prepare("INSERT OR REPLACE INTO main.policies (key, value, updated_at) VALUES (?, ?, ?)")
    .run(key, value, updated_at);
}
