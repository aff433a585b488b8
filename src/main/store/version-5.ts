import type Database from "better-sqlite3";
import { attention } from "./version-5-attention.ts";
import { auditCheck } from "./version-5-audit-check.ts";
import { emailIndex } from "./version-5-email.ts";
import { endedTokens } from "./version-5-ended.ts";
import { guesses } from "./version-5-guesses.ts";
import { handedOver } from "./version-5-handed-over.ts";
import { letterReasons } from "./version-5-letters.ts";
import { lookAlikes } from "./version-5-look-alikes.ts";
import { preparedRecovery } from "./version-5-recovery.ts";
import { restoresTable } from "./version-5-restores.ts";
import { setBackSteps } from "./version-5-set-back.ts";

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
export function version5(raw: Database.Database): void {
  raw.exec(parts.join("\n"));
  lookAlikes(raw);
}
