import type { RestoreTask } from "#shared/model/restores.ts";
import type { Raw } from "../connection.ts";
import { applyRules, type Watch } from "./since.ts";
import type { Rule } from "./rules.ts";

const everyTimeBased: Rule = {
  kind: null,
  table: "tokens",
  from: "tokens b",
  where: "b.kind = 'totp' AND b.status <> 'revoked'",
  name: "''",
  detail: "''",
  apply: [
    `UPDATE tokens SET last_step = max(coalesce(last_step, 0), CAST(:at / 1000 / period AS INTEGER) + drift - (admin_id IS NOT NULL))
       WHERE rowid IN (IN_THESE)`,
  ],
};

/**
 * Nobody knows which codes were used since: no code of a time step that has begun is accepted again. For administrators
 * the current step's code is, together with the password: whoever has just restored signs in with it.
 */
export const useUpSteps = (raw: Raw, at: number, watch: Watch): Promise<void> =>
  applyRules(raw, [everyTimeBased], "true", at, watch);

const questions: readonly (readonly [RestoreTask, string])[] = [
  [
    "backupCodes",
    `SELECT 1 FROM backup_code_sets s JOIN backup_codes c ON c.set_id = s.id
       WHERE s.voided_at IS NULL AND c.used_at IS NULL LIMIT 1`,
  ],
  [
    "counters",
    `SELECT 1 FROM tokens WHERE kind = 'hotp' AND status <> 'revoked'
       UNION ALL SELECT 1 FROM hardware_tokens WHERE kind = 'hotp' AND state <> 'retired' LIMIT 1`,
  ],
  [
    "revocations",
    `SELECT 1 FROM tokens WHERE status <> 'revoked' AND user_id IS NOT NULL
       UNION ALL SELECT 1 FROM hardware_tokens WHERE state IN ('stock', 'assigned') LIMIT 1`,
  ],
  [
    "letters",
    `SELECT 1 FROM letters l JOIN tokens t ON t.id = l.token_id
       WHERE l.voided_at IS NULL AND t.status = 'pending' LIMIT 1`,
  ],
  ["administrators", "SELECT 1 FROM admins LIMIT 1"],
  ["settings", "SELECT 1"],
  ["backupKeys", "SELECT 1 FROM backup_recipients UNION ALL SELECT 1 FROM destinations WHERE enabled = 1 LIMIT 1"],
  ["keys", "SELECT 1 FROM vault_slots WHERE kind <> 'keychain' LIMIT 1"],
];

/** What may have happened since in a store about which nothing else is known. */
export const possibleTasks = (raw: Raw): RestoreTask[] =>
  questions.filter(([, sql]) => raw.prepare(sql).get() !== undefined).map(([task]) => task);
