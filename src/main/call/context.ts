import type { ActDescription } from "#shared/contract/approvals.ts";
import type { Area } from "#shared/contract/procedure.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { Actor } from "../base/actor.ts";
import { thisComputer } from "../base/desk.ts";
import type { LiveStore } from "./live.ts";
import type { CallOptions, Caller, ConsoleOptions, Moment } from "../base/ports.ts";
import type { Store } from "../store/store.ts";
import type { SessionWithAdmin } from "../store/console/sessions.ts";
import type { Keys } from "../keys/keys.ts";

/** What a handler may use. Everything about the call except its input. */
export interface Context {
  readonly options: ConsoleOptions;
  readonly live: LiveStore;
  readonly caller: Caller;
  readonly call: CallOptions;
  /** The caller's session, valid and allowed; null if the procedure needs none. */
  readonly session: SessionWithAdmin | null;
  /** What was approved for this call; null if it needed no approval when it was checked. */
  readonly approved: ActDescription | null;
  /** The moment of the call, UTC milliseconds. */
  readonly now: number;
  /** Areas whose lists its procedure can make look different. None: it may change nothing. */
  readonly touches: readonly Area[];
  /** Becomes true with its first change that is committed: then the areas are announced even if the call fails. */
  readonly done: { changed: boolean };
}

/** An approval that a call has used up. */
export interface UsedApproval {
  /** What was approved; null if nothing had to be. */
  approved: ActDescription | null;
  /** Returns the approval: its action was not done. */
  putBack: () => Promise<void>;
}

export interface Opened {
  store: Store;
  keys: Keys;
}

/** @throws AppError SETUP_REQUIRED, VAULT_LOCKED; BUSY while the data key is being rotated */
export function opened(context: Context): Opened {
  const { store, keys, exchanging } = context.live;
  if (exchanging) {
    throw new AppError("BUSY", { text: text("base.keyRotating") });
  }
  if (!store) throw new AppError("SETUP_REQUIRED");
  if (!keys) throw new AppError("VAULT_LOCKED");
  return { store, keys };
}

/** When and where a call is made, for what has to wait. */
export const momentOf = ({
  now,
  options,
}: {
  now: number;
  options: Pick<ConsoleOptions, "clock" | "computer">;
}): Moment => ({
  now,
  clock: options.clock,
  computer: options.computer ?? thisComputer(),
});

/** The actor, for the audit log. @throws AppError NOT_SIGNED_IN */
export function actorOf(context: Context): Actor {
  if (!context.session) throw new AppError("NOT_SIGNED_IN");
  return { id: context.session.admin_id, name: context.session.name };
}
