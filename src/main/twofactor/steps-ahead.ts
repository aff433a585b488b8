import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { TimeAhead as Named } from "#shared/contract/system.ts";
import { fromStored } from "#shared/texts/stored.ts";
import { change, type Event } from "../call/change.ts";
import { type Context, opened } from "../call/context.ts";
import { readPolicy } from "../policy/policy.ts";
import type { Db } from "../store/store.ts";
import {
  type DeviceAhead,
  devicesAhead,
  drawerSteps,
  setDeviceBack,
  setTokenBack,
  type TokenAhead,
  tokensAhead,
} from "../store/factors/steps-ahead.ts";
import { setOthersBack, setTimeBack, type TimeAhead, timesAhead } from "../store/factors/times-ahead.ts";
import { requireClock } from "./clock.ts";
import { administratorLimits } from "./limits.ts";
import { setBack } from "./spent.ts";

/** At most this many are named. */
const mostNamed = 200;

/** A device that somebody has is named by its authenticator. */
const free = (device: DeviceAhead): boolean => device.state !== "assigned";

const until = ({ last_step, period }: Pick<TokenAhead, "last_step" | "period">): number =>
  (last_step + 1) * period * 1000;

interface Ahead {
  tokens: TokenAhead[];
  devices: DeviceAhead[];
  times: TimeAhead[];
}

async function ahead(db: Db, { now, session }: Context): Promise<Ahead> {
  return {
    tokens: await tokensAhead(db, now),
    devices: await devicesAhead(db, now),
    times: await timesAhead(db, now, session?.id ?? ""),
  };
}

const ofToken = (token: TokenAhead): Named => ({
  kind: token.admin_id === null ? "person" : "administrator",
  name: token.holder,
  label: token.label,
  until: until(token),
});

const ofDevice = (device: DeviceAhead): Named => ({
  kind: "device",
  name: device.serial,
  label: "",
  until: until(device),
});

const named = ({ tokens, devices, times }: Ahead): Named[] => [
  ...tokens.map(ofToken),
  ...devices.filter(free).map(ofDevice),
  ...times.map(({ kind, name, label, until: at }) => ({
    kind,
    name,
    label: kind === "approval" ? fromStored(label) : label,
    until: at,
  })),
];

/** What was accepted and written while this computer's clock was in the future. */
export async function listStepsAhead(context: Context): Promise<OutputOf<"system.stepsAhead">> {
  const all = named(await ahead(opened(context).store.db, context));
  return { rows: all.slice(0, mostNamed), total: all.length };
}

/**
 * Lets authenticators count again from now on: what was accepted before the clock ran ahead is used up, and each step that
 * was accepted meanwhile, also when its time comes. What would last too long lasts from now on as long as was meant; what
 * counts at that time only is ended.
 *
 * @throws AppError CLOCK_ROLLED_BACK before the clock is confirmed
 */
export async function setStepsBack(
  context: Context,
  { reason }: ParsedInputOf<"system.setStepsBack">,
): Promise<OutputOf<"system.setStepsBack">> {
  const { now } = context;
  return change(context, async (made) => {
    const { tx, note } = made;
    await requireClock(made);
    const { acceptedSteps } = await readPolicy(tx);
    const found = await ahead(tx, context);
    const tell = ({ kind, label, until: at }: Named, target: Event["target"], more = {}) =>
      note({
        action: "clock.set_back",
        target: target ?? null,
        details: {
          kind,
          ...(label === "" ? {} : { label: typeof label === "string" ? label : label.key }),
          until: at,
          ...more,
          reason,
        },
      });
    for (const token of found.tokens) {
      const reach = token.admin_id === null ? acceptedSteps : administratorLimits.acceptedSteps;
      await setTokenBack(tx, token.id, setBack(token, now, reach), now);
      const target = { id: token.user_id ?? token.admin_id, name: token.holder };
      tell(ofToken(token), target, { tokenId: token.id });
    }
    for (const device of found.devices) {
      await setDeviceBack(tx, device.id, setBack(device, now, Math.max(acceptedSteps, drawerSteps)), now);
      if (free(device)) tell(ofDevice(device), { id: device.id, name: device.serial });
    }
    for (const time of found.times) {
      await setTimeBack(tx, time, now);
      tell(time, { id: time.holderId, name: time.name });
    }
    made.unaudited("sessions");
    await setOthersBack(tx, now);
    return { count: named(found).length };
  });
}
