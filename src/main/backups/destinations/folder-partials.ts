import { randomBytes } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { lstatOrNull } from "../../files/durable.ts";
import { systemClock } from "../../base/clock.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import type { Step } from "./idle.ts";
import { isBackupName } from "./names.ts";

/** A fresh name beside the backup's that lists ignore. */
export const partialOf = (name: string): string => `.${name}.partial-${randomBytes(8).toString("hex")}`;

const partialForm = /^\.(?<name>.+)\.partial-[0-9a-f]{16}$/u;

/** What a killed probe or set-up leaves. */
const smallForm = /^\.countersign-(?:probe-|destination\.partial-)[0-9a-f]{16}$/u;

/**
 * A send that is still running writes to its file: one that was not written to for this long has ended. In
 * milliseconds.
 */
const abandonedAfter = 24 * 60 * 60 * 1000;

/** Whom a file of a killed send belongs to: null if it is not one. */
function nameOfPartial(file: string): string | null {
  const name = partialForm.exec(file)?.groups?.["name"];
  return name !== undefined && isBackupName(name) ? name : null;
}

/**
 * Removes what killed sends left: what is a day old, and at once what has the name that is being sent now. Another
 * console's running send is left alone.
 */
export async function sweep(folder: string, sending: string | null, step: Step): Promise<void> {
  for (const file of await readdir(folder)) {
    step();
    const name = nameOfPartial(file);
    if (name === null && !smallForm.test(file)) continue;
    const found = await lstatOrNull(join(folder, file));
    if (!found?.isFile()) continue;
    if ((name !== null && name === sending) || systemClock.now() - found.mtimeMs > abandonedAfter)
      await rm(join(folder, file), { force: true });
  }
}

/** The same for callers that only read: a read-only folder can be listed all the same. */
export async function sweepIfAllowed(folder: string, step: Step): Promise<void> {
  try {
    await sweep(folder, null, step);
  } catch (thrown) {
    if (toAppError(thrown).code !== "PERMISSION_DENIED") throw thrown;
  }
}
