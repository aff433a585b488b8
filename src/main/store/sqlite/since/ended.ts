import type { Raw } from "../connection.ts";
import { applyRules, type Watch } from "./since.ts";
import { columnsOf } from "./columns.ts";
import type { Rule } from "./rules.ts";

/** A sealed seed of the present store under the backup's data key; null where its seal is broken. */
export type Reseal = (table: "tokens" | "ended_tokens", id: string, seed: Buffer) => Buffer | null;

/** What ended since: whose holder the backup knows, and its device where it was one. */
const endedSince = (columns: string): Rule => ({
  kind: null,
  table: "present.ended_tokens",
  from: "present.ended_tokens b",
  where: `NOT EXISTS (SELECT 1 FROM tokens t WHERE t.id = b.id AND t.status <> 'revoked')
    AND EXISTS (SELECT 1 FROM users u WHERE u.id = b.user_id)
    AND (b.hardware_id IS NULL OR EXISTS (SELECT 1 FROM hardware_tokens h WHERE h.id = b.hardware_id))`,
  name: "''",
  detail: "''",
  // A broken seal leaves a row that the table's own rule refuses: it is passed over, since nothing is recognised by it.
  apply: [
    `INSERT OR IGNORE INTO ended_tokens (${columns})
       SELECT ${columns.replace('"seed"', "CASE WHEN seed IS NULL THEN NULL ELSE reseal_ended(id, seed) END")}
       FROM present.ended_tokens WHERE rowid IN (IN_THESE)`,
  ],
});

/** What recognises the codes of authenticators that have ended since: a refusal says what became of them. */
export async function carryEnded(raw: Raw, reseal: Reseal, at: number, watch: Watch): Promise<void> {
  raw.function("reseal_ended", (id: unknown, seed: unknown) => reseal("ended_tokens", id as string, seed as Buffer));
  await applyRules(raw, [endedSince(columnsOf(raw, "ended_tokens"))], "true", at, watch);
}
