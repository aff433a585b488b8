import type { ChainReport } from "#shared/contract/audit.ts";
import { unaudited } from "../call/change.ts";
import { type Context, opened } from "../call/context.ts";
import { readAuditCheck, writeAuditCheck } from "../store/console/audit-check.ts";
import { readAuditChain } from "../store/console/audit-events.ts";
import type { VerifyRunner } from "./handlers.ts";

/** How old the last verification may be before the console makes a new one, in milliseconds. */
const every = 7 * 24 * 3_600_000;

/** A verification of the whole log whose result is stored for Health, if it can be written. */
export const keepingResult =
  (verify: VerifyRunner): VerifyRunner =>
  async (context: Context): Promise<ChainReport> => {
    const report = await verify(context);
    const check = { at: context.now, events: report.events, valid: report.valid ? 1 : 0 } as const;
    try {
      await unaudited(opened(context).store, "audit check", (tx) => writeAuditCheck(tx, check));
    } catch (cause) {
      context.options.logger.warn("the result of the audit log's verification could not be saved", { cause });
    }
    return report;
  };

/** Verifies the whole audit log if the last time was a week ago. */
export async function verifyIfDue(context: Context, verify: VerifyRunner): Promise<void> {
  const { db } = opened(context).store;
  const last = await readAuditCheck(db);
  const [first] = last ? [] : await readAuditChain(db, 0, 1);
  const since = last?.at ?? first?.at ?? context.now;
  // Setting the clock back is no reason to wait longer.
  if (Math.abs(context.now - since) < every) return;
  const { valid, firstBroken } = await verify(context);
  if (!valid) context.options.logger.error("the audit log is not intact", { firstBroken });
}
