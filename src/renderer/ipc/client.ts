import { type InputOf, type OutputOf, type ProcedureName, procedures } from "#shared/contract/index.ts";
import type { Progress } from "#shared/contract/audit.ts";
import type { ConsoleEvent, PreloadApi, Reply } from "#shared/contract/transport.ts";
import { AppError, fromBody } from "#shared/errors.ts";

declare global {
  interface Window {
    readonly countersign: PreloadApi;
  }
}

export interface CallOptions {
  /** Aborting cancels long work; short work is answered anyway. */
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
      message: "The console does not answer. Close this window and open it again.",
      cause,
    }),
    { correlationId: "no answer" },
  );

/** Long work says so in the contract: it reports progress and can be cancelled. */
export const isLong = (name: ProcedureName): boolean => procedures[name].progress !== undefined;

/**
 * Calls a procedure of the console.
 * @throws CallError with the code the console answered
 */
export async function call<Name extends ProcedureName>(
  name: Name,
  input: InputOf<Name>,
  { signal, onProgress }: CallOptions = {},
): Promise<OutputOf<Name>> {
  const api = window.countersign;
  const callId = nextCallId();
  const long = isLong(name);
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

/** @returns a function that ends the subscription */
export const onStatusChanged = (listener: () => void): (() => void) =>
  window.countersign.subscribe((event: ConsoleEvent) => {
    if (event.type === "status-changed") listener();
  });
