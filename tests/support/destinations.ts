import { createHash, randomFillSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BucketSettings } from "#shared/model/destinations.ts";
import type { Outgoing } from "#main/backups/destinations/destination.ts";
import { bucketName } from "./s3-servers.ts";

export const mebibyte = 1024 * 1024;

export function temporaryFolder(name: string): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), `countersign-${name}-`));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }) };
}

let made = 0;
let files = 0;

/** A fresh name of a backup. */
export function backupName(): string {
  made += 1;
  return `countersign-0a1b2c3d-20261124T${String(made).padStart(6, "0")}Z.age`;
}

/** A file with random content, as a backup to send. */
export function makeOutgoing(folder: string, size: number, name = backupName()): Outgoing {
  const content = randomFillSync(Buffer.alloc(size));
  files += 1;
  const file = join(folder, `outgoing-${files}`);
  writeFileSync(file, content);
  return { file, name, size, sha256: createHash("sha256").update(content).digest("hex") };
}

export const sha256Of = (file: string): string => createHash("sha256").update(readFileSync(file)).digest("hex");

/** The least that servers accept for a part, in bytes: tests that are not about its size do not have to move more. */
export const leastPart = 5 * mebibyte;

/** A bucket of a server that tests run. */
export const bucketAt = (endpoint: string, more: Partial<BucketSettings> = {}): BucketSettings => ({
  kind: "s3",
  endpoint,
  region: "eu-central-1",
  bucket: bucketName,
  prefix: "town/",
  pathStyle: true,
  ca: null,
  ...more,
});
