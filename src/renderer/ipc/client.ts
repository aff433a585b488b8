import type { InputOf, OutputOf, ProcedureName } from "#shared/contract/index.ts";
import type { Progress } from "#shared/contract/audit.ts";
import type { ConsoleEvent, PreloadApi, Reply } from "#shared/contract/transport.ts";
import { AppError, type ErrorCode, fromBody } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { contractIfRead } from "./read-contract.ts";

declare global {
  interface Window {
    readonly countersign: PreloadApi;
  }
}

export interface CallOptions {
  /** Aborting cancels long work; a short call still returns its answer. */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** What every failed call rejects with. */
export type CallError = AppError & { correlationId: string };

let calls = 0;
const nextCallId = (): string => `call-${(calls += 1)}`;

const noAnswer = (cause: unknown): CallError =>
  Object.assign(
    new AppError("INTERNAL", {
      text: text("window.noAnswer"),
      cause,
    }),
    { correlationId: "no answer" },
  );

async function send<Name extends ProcedureName>(
  name: Name,
  input: InputOf<Name>,
  { signal, onProgress }: CallOptions,
): Promise<OutputOf<Name>> {
  const api = window.countersign;
  const callId = nextCallId();
  // Whoever starts long work reads the contract first; what the first screen asks for is short.
  const long = contractIfRead()?.isLong(name) ?? false;
  const cancel = () => api.cancel(callId);
  const unsubscribe =
    long && onProgress
      ? api.subscribe((event) => {
          if (event.type === "progress" && event.callId === callId) onProgress(event.progress);
        })
      : undefined;
  if (long) signal?.addEventListener("abort", cancel, { once: true });
  try {
    const reply: Reply = await api.invoke({ callId, procedure: name, input }).catch((cause: unknown) => {
      throw noAnswer(cause);
    });
    if (!reply.ok) throw fromBody(reply.error);
    return reply.data as OutputOf<Name>;
  } finally {
    unsubscribe?.();
    signal?.removeEventListener("abort", cancel);
  }
}

/** A call that was refused because it needs a fresh code or an approval. */
export interface RefusedCall {
  procedure: ProcedureName;
  /** Stays in the page's memory. */
  input: unknown;
  error: CallError;
  signal: AbortSignal | undefined;
}

/** Gets what a refused call needs. Rejects with the error for its caller: CANCELLED if the person gave up. */
export type Settle = (refused: RefusedCall) => Promise<void>;

const settleable: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "STEP_UP_REQUIRED",
  "COUNTERSIGN_REQUIRED",
  "APPROVAL_CHANGED",
]);

/** Calls that are part of giving a proof; their refusals are shown in the proof's own dialog. */
const giving: ReadonlySet<ProcedureName> = new Set<ProcedureName>([
  "access.stepUp",
  "approvals.approve",
  "approvals.approveByRecoveryKey",
]);

let settle: Settle | null = null;

/**
 * Sets the handler for refusals that a person can resolve; without one they go to the caller.
 * @returns a function that removes it
 */
export function settleRefusals(by: Settle): () => void {
  settle = by;
  return () => {
    if (settle === by) settle = null;
  };
}

/**
 * Calls a procedure of the console. If it is refused because a proof is missing, it is repeated once the proof is
 * there; if it is refused twice in a row for the same reason, it is not repeated again.
 * @throws CallError with the code of the console's answer
 */
export async function call<Name extends ProcedureName>(
  name: Name,
  input: InputOf<Name>,
  options: CallOptions = {},
): Promise<OutputOf<Name>> {
  let settled: ErrorCode | null = null;
  for (;;) {
    try {
      return await send(name, input, options);
    } catch (thrown) {
      const error = thrown as CallError;
      const again = error.code === settled && error.code !== "APPROVAL_CHANGED";
      if (!settle || again || !settleable.has(error.code) || giving.has(name)) throw error;
      await settle({ procedure: name, input, error, signal: options.signal });
      settled = error.code;
    }
  }
}

/** Lists that somebody else's call may have changed. @returns a function that ends the subscription */
export const onTouched = (listener: (areas: readonly string[]) => void): (() => void) =>
  window.countersign.subscribe((event: ConsoleEvent) => {
    if (event.type === "touched") listener(event.areas);
  });

/** @returns a function that ends the subscription */
export const onStatusChanged = (listener: () => void): (() => void) =>
  window.countersign.subscribe((event: ConsoleEvent) => {
    if (event.type === "status-changed") listener();
  });
