import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { StepAhead } from "#shared/contract/system.ts";
import { appendAudit, type NewAuditEvent } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../context.ts";
import type { Db } from "../store/open.ts";
import {
  type DeviceAhead,
  devicesAhead,
  setDeviceBack,
  setTokenBack,
  type TokenAhead,
  tokensAhead,
} from "../store/steps-ahead.ts";
import { requireClock } from "./clock.ts";
import { stepAt } from "./totp.ts";

/** At most this many are named. */
const mostNamed = 200;

/** A device that somebody has is named by its authenticator. */
const free = (device: DeviceAhead): boolean => device.state !== "assigned";

const until = ({ last_step, period }: Pick<TokenAhead, "last_step" | "period">): number =>
  (last_step + 1) * period * 1000;

async function ahead(db: Db, now: number): Promise<{ tokens: TokenAhead[]; devices: DeviceAhead[] }> {
  return { tokens: await tokensAhead(db, now), devices: await devicesAhead(db, now) };
}

const named = (tokens: TokenAhead[], devices: DeviceAhead[]): StepAhead[] => [
  ...tokens.map((token) => ({
    kind: token.admin_id === null ? ("person" as const) : ("administrator" as const),
    name: token.holder,
    label: token.label,
    refusedUntil: until(token),
  })),
  ...devices
    .filter(free)
    .map((device) => ({ kind: "device" as const, name: device.serial, label: "", refusedUntil: until(device) })),
];

/** Authenticators whose codes are refused because one was accepted while this computer's clock was in the future. */
export async function listStepsAhead(context: Context): Promise<OutputOf<"system.stepsAhead">> {
  const { tokens, devices } = await ahead(opened(context).store.db, context.now);
  const all = named(tokens, devices);
  return { rows: all.slice(0, mostNamed), total: all.length };
}

/**
 * Makes these work again from now on. The step that was accepted stays used, even when its time comes.
 *
 * @throws AppError CLOCK_ROLLED_BACK before the clock is confirmed
 */
export async function setStepsBack(
  context: Context,
  { reason }: ParsedInputOf<"system.setStepsBack">,
): Promise<OutputOf<"system.setStepsBack">> {
  const { store, keys } = opened(context);
  const { now } = context;
  return store.write(async (tx) => {
    await requireClock(tx, now);
    const { tokens, devices } = await ahead(tx, now);
    const tell = (target: NewAuditEvent["target"], details: NewAuditEvent["details"]) =>
      appendAudit(tx, keys, now, {
        actor: actorOf(context),
        action: "clock.set_back",
        target: target ?? null,
        details: { ...details, reason },
      });
    for (const token of tokens) {
      await setTokenBack(tx, token, stepAt(now, token.period), now);
      const target = { id: token.user_id ?? token.admin_id, name: token.holder };
      await tell(target, { tokenId: token.id, label: token.label, refusedUntil: until(token) });
    }
    for (const device of devices) {
      await setDeviceBack(tx, device, stepAt(now, device.period), now);
      if (free(device)) await tell({ id: device.id, name: device.serial }, { refusedUntil: until(device) });
    }
    return { count: named(tokens, devices).length };
  });
}
