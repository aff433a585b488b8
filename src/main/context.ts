import type { ActDescription } from "#shared/contract/approvals.ts";
import { AppError } from "#shared/errors.ts";
import type { Actor } from "./audit/append.ts";
import type { LiveStore } from "./live.ts";
import type { CallOptions, Caller, ConsoleOptions } from "./ports.ts";
import type { Store } from "./store/open.ts";
import type { SessionWithAdmin } from "./store/sessions.ts";
import type { Keys } from "./vault/keys.ts";

/** What a handler may use. Everything about the call that is not its input. */
export interface Context {
  readonly options: ConsoleOptions;
  readonly live: LiveStore;
  readonly caller: Caller;
  readonly call: CallOptions;
  /** The caller's session, alive and allowed; null where the procedure needs none. */
  readonly session: SessionWithAdmin | null;
  /** What was approved of this call; null where it needed no approval as it was looked at. */
  readonly approved: ActDescription | null;
  /** The moment of the call, UTC milliseconds. */
  readonly now: number;
}

/** An approval that a call has used up. */
export interface UsedApproval {
  /** What was approved; null where nothing had to be. */
  approved: ActDescription | null;
  /** Gives the approval back: the act that it was for was not done. */
  putBack: () => Promise<void>;
}

export interface Opened {
  store: Store;
  keys: Keys;
}

/** @throws AppError SETUP_REQUIRED, VAULT_LOCKED; BUSY while the keys are being exchanged */
export function opened(context: Context): Opened {
  const { store, keys, exchanging } = context.live;
  if (exchanging) {
    throw new AppError("BUSY", { message: "The console's keys are being exchanged. Wait until that is finished." });
  }
  if (!store) throw new AppError("SETUP_REQUIRED");
  if (!keys) throw new AppError("VAULT_LOCKED");
  return { store, keys };
}

/** Who acts, for the audit. @throws AppError NOT_SIGNED_IN */
export function actorOf(context: Context): Actor {
  if (!context.session) throw new AppError("NOT_SIGNED_IN");
  return { id: context.session.admin_id, name: context.session.name };
}
