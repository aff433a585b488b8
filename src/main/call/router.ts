import { v7 } from "uuid";
import { type Contract, type ProcedureName, procedures, type CountersignedName } from "#shared/contract/index.ts";
import type { Procedure } from "#shared/contract/procedure.ts";
import type { Reply } from "#shared/contract/transport.ts";
import { AppError, type ErrorCode } from "#shared/errors.ts";
import type { ActKind } from "#shared/model/acts.ts";
import type { Phase } from "#shared/model/records.ts";
import type { Context, UsedApproval } from "./context.ts";
import { toAppError } from "../base/errors/to-app-error.ts";
import type { AllHandlers, Handler } from "./handlers.ts";
import type { LiveStore } from "./live.ts";
import type { CallOptions, Caller, ConsoleOptions } from "../base/ports.ts";
import type { SessionWithAdmin } from "../store/console/sessions.ts";

export interface RouterDeps {
  options: ConsoleOptions;
  live: LiveStore;
  handlers: AllHandlers;
  /** The caller's session if it is valid; also opens the vault from it if no keychain does. */
  findSession(caller: Caller, now: number): Promise<SessionWithAdmin | null>;
  /** @throws AppError STEP_UP_REQUIRED, POLICY_REFUSED if the session has no fresh code for this kind of action */
  requireStepUp(context: Context, kind: ActKind): Promise<void>;
  /**
   * Uses up the approval that a call needs, if it needs one.
   *
   * @throws AppError COUNTERSIGN_REQUIRED, APPROVAL_CHANGED
   */
  requireApproval(context: Context, name: CountersignedName, input: unknown): Promise<UsedApproval>;
  /** Makes a backup where the plan wants one first. @throws AppError SAFETY_BACKUP_FAILED, BUSY, CANCELLED */
  backupBefore(context: Context, trigger: NonNullable<Procedure["safetyBackup"]>): Promise<void>;
}

/** What a caller is told if the procedure has no answer in the console's phase. */
const phaseError: Record<Exclude<Phase, "damaged">, ErrorCode> = {
  empty: "SETUP_REQUIRED",
  setup: "SETUP_UNFINISHED",
  locked: "VAULT_LOCKED",
  ready: "SETUP_DONE",
};

/** @throws AppError UNKNOWN_PROCEDURE */
function findProcedure(name: string): { name: ProcedureName; procedure: Procedure } {
  if (!Object.hasOwn(procedures, name)) throw new AppError("UNKNOWN_PROCEDURE");
  return { name: name as ProcedureName, procedure: procedures[name as ProcedureName] };
}

function findHandler(handlers: AllHandlers, name: ProcedureName): Handler<ProcedureName> {
  const [area, method] = name.split(".") as [keyof Contract, string];
  return (handlers[area] as Record<string, Handler<ProcedureName>>)[method] as Handler<ProcedureName>;
}

/** Whether the procedure is answered without a session in this phase. */
const isOpen = (procedure: Procedure, phase: Phase): boolean =>
  procedure.allow === "anyone" || procedure.withoutSessionIn.includes(phase);

/** @throws AppError NOT_SIGNED_IN, SESSION_LOCKED, FORBIDDEN */
function requireAllowed(procedure: Procedure, session: SessionWithAdmin | null): void {
  if (!session) throw new AppError("NOT_SIGNED_IN");
  if (session.locked_at !== null && !procedure.whileLocked) throw new AppError("SESSION_LOCKED");
  if (procedure.allow !== "anyone" && !procedure.allow.includes(session.role)) throw new AppError("FORBIDDEN");
}

/** @throws AppError SENDER_REFUSED if the procedure is for the other side */
function requireSide(procedure: Procedure, caller: Caller): void {
  if (procedure.side !== (caller.side ?? "console")) throw new AppError("SENDER_REFUSED");
}

/** @throws AppError with the phase's code */
function requirePhase(procedure: Procedure, phase: Phase, live: LiveStore): void {
  if (procedure.phases.includes(phase)) return;
  throw phase === "damaged" ? (live.problem ?? new AppError("STORE_DAMAGED")) : new AppError(phaseError[phase]);
}

type Found = ReturnType<typeof findProcedure>;

/** A failure to return the approval must not hide why the call failed. */
async function giveBack(deps: RouterDeps, putBack: () => Promise<void>): Promise<void> {
  try {
    await putBack();
  } catch (thrown) {
    deps.options.logger.warn("an approval could not be returned after a failed call", { error: thrown });
  }
}

/** A backup that failed is shown as well. */
async function backUpFirst(deps: RouterDeps, context: Context, procedure: Procedure): Promise<void> {
  if (procedure.safetyBackup === null) return;
  try {
    await deps.backupBefore(context, procedure.safetyBackup);
  } finally {
    deps.live.touched(procedures["backupPlan.run"].touches, null);
  }
}

/** With a session, what the session alone does not allow is asked for first. */
async function act(
  deps: RouterDeps,
  { name, procedure }: Found,
  context: Context,
  input: unknown,
  underSession: boolean,
): Promise<unknown> {
  const handle = async (given: Context) => {
    await backUpFirst(deps, given, procedure);
    return findHandler(deps.handlers, name)(given, input as never);
  };
  if (!underSession) return handle(context);
  const asks = procedure.stepUpFor?.(input as never) ?? true;
  if (procedure.stepUp !== null && asks) await deps.requireStepUp(context, procedure.stepUp);
  if (!procedure.countersign) return handle(context);
  const { approved, putBack } = await deps.requireApproval(context, name as CountersignedName, input);
  try {
    return await handle({ ...context, approved });
  } catch (thrown) {
    await giveBack(deps, putBack);
    throw thrown;
  }
}

/** What a call has changed is told when it has succeeded, and also when it was refused after a commit. */
async function announcing<T>({ live, caller, touches, done }: Context, work: () => Promise<T>): Promise<T> {
  let succeeded = false;
  try {
    const result = await work();
    succeeded = true;
    return result;
  } finally {
    if (succeeded || done.changed) live.touched(touches, caller);
  }
}

async function answer(
  deps: RouterDeps,
  name: string,
  input: unknown,
  caller: Caller,
  call: CallOptions,
): Promise<unknown> {
  const found = findProcedure(name);
  const { procedure } = found;
  // At once, not as promises: only so zod uses what it has compiled of a schema, which takes a third of the time.
  const parsed = procedure.input.parse(input);
  const now = deps.options.clock.now();
  // First the session: in a terminal without a keychain it opens the vault.
  const session = await deps.findSession(caller, now);
  const phase = await deps.live.phase();
  if (phase === "locked" && !session && !isOpen(procedure, phase)) throw new AppError("NOT_SIGNED_IN");
  requirePhase(procedure, phase, deps.live);
  if (!isOpen(procedure, phase)) requireAllowed(procedure, session);
  requireSide(procedure, caller);
  const { options, live } = deps;
  const { touches } = procedure;
  const done = { changed: false };
  const context: Context = { options, live, caller, call, session, approved: null, now, touches, done };
  return announcing(context, async () => {
    const output = await act(deps, found, context, parsed, !isOpen(procedure, phase));
    const result = procedure.output.safeParse(output);
    if (result.success) return result.data;
    throw new AppError("INTERNAL", { cause: new TypeError(`the answer of ${name} does not have the required form`) });
  });
}

/**
 * The one door to every procedure: parse, session, phase, lock, role, side, step-up, countersignature, handler, parse.
 * Whatever is thrown becomes an error body; its cause goes to the log under the same correlation id.
 */
export function createRouter(deps: RouterDeps) {
  return async (name: string, input: unknown, caller: Caller, call: CallOptions = {}): Promise<Reply> => {
    try {
      return { ok: true, data: await answer(deps, name, input, caller, call) };
    } catch (thrown) {
      const error = toAppError(thrown);
      const correlationId = v7();
      const level = error.code === "INTERNAL" ? "error" : "info";
      const procedure = Object.hasOwn(procedures, name) ? name : "unknown";
      deps.options.logger[level]("call refused", { procedure, error: error.code, correlationId, cause: error.cause });
      return { ok: false, error: error.toBody(correlationId) };
    }
  };
}
