import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { BackupDestination, BackupPlan } from "#shared/model/backups.ts";
import { type Harness, openHarness, setUp, type SetUp, temporaryFolder } from "../../../support/harness.ts";
import type { Told } from "../../../support/told.ts";

export interface Prepared {
  harness: Harness;
  admin: SetUp;
  /** `AGE-SECRET-KEY-1…` */
  identity: string;
  disk: Told<BackupDestination>;
  folder: string;
}

export async function addFolder(
  harness: Harness,
  name: string,
): Promise<{ disk: Told<BackupDestination>; folder: string }> {
  const folder = join(temporaryFolder(), name);
  mkdirSync(folder);
  const disk = await harness.call("destinations.add", { name, settings: { kind: "folder", path: folder }, keys: null });
  return { disk, folder };
}

/** A console with a recovery identity and one disk for its backups. */
export async function prepared(): Promise<Prepared> {
  const harness = await openHarness();
  const admin = await setUp(harness);
  const { identity } = await harness.call("recipients.make", { name: "Safe" });
  return { harness, admin, identity, ...(await addFolder(harness, "disk")) };
}

export async function plan(harness: Harness, changes: Partial<BackupPlan>): Promise<void> {
  const present = await harness.call("backupPlan.get", {});
  await harness.call("backupPlan.set", { plan: { ...present, ...changes } });
}
