import type { ChainReport } from "#shared/contract/audit.ts";
import { type Context, opened } from "../context.ts";
import { readAuditCheck, writeAuditCheck } from "../store/audit-check.ts";
import { readAuditChain } from "../store/audit-events.ts";
import type { VerifyRunner } from "./handlers.ts";

/** How old the last verification may be before the console makes one by itself, in milliseconds. */
const every = 7 * 24 * 3_600_000;

/** A verification of the whole whose result is kept for Health, where it can be written. */
export const keepingResult =
  (verify: VerifyRunner): VerifyRunner =>
  async (context: Context): Promise<ChainReport> => {
    const report = await verify(context);
    const check = { at: context.now, events: report.events, valid: report.valid ? 1 : 0 } as const;
    try {
      await opened(context).store.write((tx) => writeAuditCheck(tx, check));
    } catch (cause) {
      context.options.logger.warn("the result of the audit's verification could not be kept", { cause });
    }
    return report;
  };

/** Verifies the whole audit when the last time is a week ago. */
export async function verifyIfDue(context: Context, verify: VerifyRunner): Promise<void> {
  const { db } = opened(context).store;
  const last = await readAuditCheck(db);
  const [first] = last ? [] : await readAuditChain(db, 0, 1);
  const since = last?.at ?? first?.at ?? context.now;
  // A clock that was set back is no reason to wait for longer.
  if (Math.abs(context.now - since) < every) return;
  const { valid, firstBroken } = await verify(context);
  if (!valid) context.options.logger.error("the audit is not intact", { firstBroken });
}
