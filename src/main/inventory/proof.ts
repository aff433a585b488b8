import { AppError } from "#shared/errors.ts";
import { appendAudit } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../context.ts";
import { readPolicy } from "../policy/policy.ts";
import type { HardwareTokenId } from "#shared/model/ids.ts";
import type { Tx } from "../store/open.ts";
import type { HardwareTokenRow } from "../store/schema.ts";
import { blockedUntil, clearFailures, recordFailure } from "../throttle/throttle.ts";
import { type Match, matchInHand, type Moving } from "../twofactor/match.ts";
import { deviceTarget, unsealDeviceSeed } from "./devices.ts";

/** Wrong codes are counted per device. */
const deviceKey = (id: HardwareTokenId): string => `device:${id}`;

/**
 * Whether a code shows that a device is here. A wrong one is counted and recorded: the caller lets the
 * transaction be kept and throws CODE_REFUSED after it.
 *
 * @param moving where its clock or counter stands: the device's own while it is in the stock, else its authenticator's
 * @throws AppError THROTTLED
 */
export async function proveDevice(
  tx: Tx,
  context: Context,
  device: HardwareTokenRow,
  moving: Pick<Moving, "last_step" | "drift">,
  facts: { code: string; action: string },
): Promise<Match | null> {
  const { keys } = opened(context);
  const { now } = context;
  const key = deviceKey(device.id);
  const retryAt = await blockedUntil(tx, key, now);
  if (retryAt !== null) throw new AppError("THROTTLED", { details: { retryAt } });
  const policy = await readPolicy(tx);
  const { last_step, drift } = moving;
  const seed = unsealDeviceSeed(keys, device);
  const found = matchInHand(seed, { ...device, last_step, drift }, facts.code, now, policy);
  seed.fill(0);
  if (found) {
    await clearFailures(tx, key);
    return found;
  }
  await recordFailure(tx, key, now, policy);
  await appendAudit(tx, keys, now, {
    actor: actorOf(context),
    action: facts.action,
    target: deviceTarget(device),
    result: "refused",
  });
  return null;
}
