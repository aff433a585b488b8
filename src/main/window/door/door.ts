import { v7 } from "uuid";
import { toAppError } from "#main/base/errors/to-app-error.ts";
import type { Caller, Console, Logger } from "#main/base/ports.ts";
import { type ProcedureName, procedures } from "#shared/contract/index.ts";
import { Call, Cancel, type ConsoleEvent, type Reply } from "#shared/contract/transport.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { isAcceptablePayload } from "./payload.ts";

/** More calls than a person's window ever has open at once. */
export const maxConcurrentCalls = 64;

export interface DoorOptions<Sender> {
  /** Calls that come before the console is open wait for it. */
  console: Promise<Console>;
  caller: Caller;
  logger: Logger;
  /** Whether a message came from the console's own top frame. */
  isTrusted: (sender: Sender) => boolean;
  send: (event: ConsoleEvent) => void;
}

interface Running {
  procedure: string;
  controller: AbortController;
  reply: Promise<Reply>;
}

const isLong = (procedure: string): boolean =>
  Object.hasOwn(procedures, procedure) && procedures[procedure as ProcedureName].progress !== undefined;

/** The window's side of the door, without Electron: who calls, in what form, how much at once. */
export class Door<Sender> {
  readonly #options: DoorOptions<Sender>;
  readonly #running = new Map<string, Running>();
  #isClosed = false;
  #unsubscribe: () => void = () => undefined;

  constructor(options: DoorOptions<Sender>) {
    this.#options = options;
    const subscribe = (console: Console): void => {
      if (this.#isClosed) return;
      const ends = [
        console.onStatusChange(() => options.send({ type: "status-changed" })),
        // The window knows of its own calls by their replies.
        console.onTouch((areas, by) => {
          if (by !== options.caller) options.send({ type: "touched", areas: [...areas] });
        }),
      ];
      this.#unsubscribe = () => {
        for (const end of ends) end();
      };
    };
    // A console that fails to open answers each call with the reason.
    options.console.then(subscribe, () => undefined);
  }

  /** Never rejects. SENDER_REFUSED, INVALID_INPUT and BUSY come from here, the rest from the router. */
  async call(sender: Sender, payload: unknown): Promise<Reply> {
    if (!this.#options.isTrusted(sender)) return this.#refuse(new AppError("SENDER_REFUSED"));
    if (!isAcceptablePayload(payload)) {
      return this.#refuse(new AppError("INVALID_INPUT", { text: text("window.tooLarge") }));
    }
    const call = Call.safeParse(payload);
    if (!call.success) return this.#refuse(new AppError("INVALID_INPUT", { cause: call.error }));
    const { callId, procedure } = call.data;
    if (this.#running.has(callId)) {
      return this.#refuse(new AppError("INVALID_INPUT", { text: text("window.alreadyRunning") }));
    }
    if (this.#running.size >= maxConcurrentCalls) return this.#refuse(new AppError("BUSY"));
    const controller = new AbortController();
    const reply = this.#start(call.data, controller.signal);
    this.#running.set(callId, { procedure, controller, reply });
    try {
      return await reply;
    } finally {
      this.#running.delete(callId);
    }
  }

  /** Stops one running call of this window; an unknown one is ignored. */
  cancel(sender: Sender, payload: unknown): void {
    if (!this.#options.isTrusted(sender)) {
      this.#refuse(new AppError("SENDER_REFUSED"));
      return;
    }
    const cancel = Cancel.safeParse(payload);
    if (cancel.success) this.#running.get(cancel.data.callId)?.controller.abort();
    else this.#refuse(new AppError("INVALID_INPUT", { cause: cancel.error }));
  }

  /** Stops every running call: their page is gone. */
  abortAll(): void {
    for (const { controller } of this.#running.values()) controller.abort();
  }

  /** The window is gone: stops what runs for it, and sends it nothing more. */
  close(): void {
    this.#isClosed = true;
    this.#unsubscribe();
    this.abortAll();
  }

  /** Names of running procedures that report progress: work that closing would stop. */
  longWork(): string[] {
    return [...this.#running.values()].map(({ procedure }) => procedure).filter((name) => isLong(name));
  }

  /** Waits for the calls that are running now. */
  async idle(): Promise<void> {
    await Promise.allSettled([...this.#running.values()].map(({ reply }) => reply));
  }

  async #start(call: Call, signal: AbortSignal): Promise<Reply> {
    const { caller, send } = this.#options;
    try {
      const console = await this.#options.console;
      return await console.call(call.procedure, call.input, caller, {
        signal,
        onProgress: (progress) => send({ type: "progress", callId: call.callId, progress }),
      });
    } catch (cause) {
      return this.#refuse(toAppError(cause), { cause });
    }
  }

  #refuse(error: AppError, facts: Record<string, unknown> = {}): Reply {
    const correlationId = v7();
    this.#options.logger.warn("call refused at the door", { error: error.code, correlationId, ...facts });
    return { ok: false, error: error.toBody(correlationId) };
  }
}
