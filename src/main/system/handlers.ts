import { v7 } from "uuid";
import type { AuditTail, KeychainState, SystemStatus } from "#shared/contract/system.ts";
import { toSession } from "../administrators/access/sessions.ts";
import { change } from "../call/change.ts";
import { isTailIntact } from "../audit/tail.ts";
import type { Context } from "../call/context.ts";
import { type HealthOptions, healthReport } from "./health.ts";
import type { HandlersOf } from "../call/handlers.ts";
import { updateConsole } from "../store/console/console.ts";
import { listSlots } from "../store/console/vault-slots.ts";
import { listStepsAhead, setStepsBack } from "../twofactor/steps-ahead.ts";
import { version } from "../base/version.ts";

/** The state of the keychain; asked again after the vault was opened again. */
export type KeychainProbe = (context: Context) => Promise<KeychainState>;

async function status(context: Context, probe: KeychainProbe): Promise<SystemStatus> {
  const { live, options } = context;
  const row = await live.row();
  return {
    phase: await live.phase(),
    organisation: row?.organisation ?? null,
    keychain: await probe(context),
    slots: live.store && row ? [...new Set((await listSlots(live.store.db)).map((slot) => slot.kind))] : [],
    session: context.session ? toSession(context.session) : null,
    problem: live.problem?.toBody(v7()) ?? null,
    demo: options.demo?.current() ?? null,
    version,
    runtime: options.runtime,
  };
}

/** The owner confirms that the clock is right now: from here on it counts. */
async function acceptClock(context: Context): Promise<{ now: number }> {
  await change(context, async ({ tx, note }) => {
    await updateConsole(tx, { clock_floor: context.now });
    note({ action: "clock.accept" });
  });
  return { now: context.now };
}

/** Only the keys can tell. */
async function auditTail({ live }: Context): Promise<AuditTail> {
  if (!live.store || !live.keys) return "unknown";
  return (await isTailIntact(live.store.db, live.keys)) ? "intact" : "broken";
}

export const systemHandlers = (
  probe: KeychainProbe,
  inspect: NonNullable<HealthOptions["inspect"]>,
): HandlersOf<"system"> => ({
  status: (context) => status(context, probe),
  health: async (context) =>
    healthReport({
      dataDir: context.options.dataDir,
      runtime: context.options.runtime,
      keychain: await probe(context),
      phase: await context.live.phase(),
      now: context.now,
      inspect,
      auditTail: await auditTail(context),
    }),
  acceptClock,
  stepsAhead: listStepsAhead,
  setStepsBack,
});
