import { attention } from "./0005-attention.ts";
import { auditCheck } from "./0005-audit-check.ts";
import { emailIndex } from "./0005-email.ts";
import { endedTokens } from "./0005-ended.ts";
import { guesses } from "./0005-guesses.ts";
import { handedOver } from "./0005-handed-over.ts";
import { letterReasons } from "./0005-letters.ts";
import { lookAlikes } from "./0005-look-alikes.ts";
import { preparedRecovery } from "./0005-recovery.ts";
import { restoresTable } from "./0005-restores.ts";
import { setBackSteps } from "./0005-set-back.ts";
import type { Migrating } from "./migration.ts";

/** What each part of version 5 of the schema changes; run in this order, in one transaction. */
const parts: readonly string[] = [
  attention,
  auditCheck,
  emailIndex,
  endedTokens,
  guesses,
  handedOver,
  letterReasons,
  preparedRecovery,
  restoresTable,
  setBackSteps,
];

/** Version 5: what the rules for codes, letters, imports and restores need to remember. */
export async function version5(store: Migrating): Promise<void> {
  await store.exec(parts.join("\n"));
  await lookAlikes(store);
}
