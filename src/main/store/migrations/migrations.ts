import { firstTables } from "./0001-console.ts";
import { directoryAtScale } from "./0002-directory.ts";
import { administration } from "./0003-administration.ts";
import { automaticBackups } from "./0004-automatic-backups.ts";
import { version5 } from "./0005-real-use.ts";
import { version6 } from "./0006-several-desks.ts";
import { version7 } from "./0007-exchange.ts";
import { version8 } from "./0008-sealed-audit.ts";
import { mustFit } from "./0009-must-fit.ts";
import { targetProofs } from "./0010-proofs.ts";
import { version11 } from "./0011-target-marks.ts";
import { countedTime } from "./0012-counted-time.ts";
import type { Migrating, Migration } from "./migration.ts";

/**
 * Forward only. Migration n takes a store from version n - 1 of the schema to n, in one transaction with the change of
 * the version. A landed migration is never edited.
 */
const migrations: readonly Migration[] = [
  firstTables,
  directoryAtScale,
  administration,
  automaticBackups,
  version5,
  version6,
  version7,
  version8,
  mustFit,
  targetProofs,
  version11,
  countedTime,
];

export const schemaVersion = migrations.length;

/** Runs migration `version` (from 1) in the caller's transaction. */
export async function applyMigration(store: Migrating, version: number): Promise<void> {
  const migration = migrations[version - 1] ?? "";
  if (typeof migration === "string") await store.exec(migration);
  else await migration(store);
}
