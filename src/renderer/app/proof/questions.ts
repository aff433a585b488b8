import type { Approval } from "#shared/contract/approvals.ts";
import { AppError } from "#shared/errors.ts";
import type { ActKind } from "#shared/model/acts.ts";
import type { CallError, RefusedCall } from "../../ipc/client.ts";

/** What the administrator is asked for before a refused call can be repeated. */
export type Question = StepUpQuestion | ApprovalQuestion;

interface StepUpQuestion {
  readonly type: "step-up";
  readonly id: number;
  readonly kind: ActKind;
}

export interface ApprovalQuestion {
  readonly type: "approval";
  readonly id: number;
  readonly approval: Approval;
  /** The action would no longer do what was approved before. */
  readonly changed: boolean;
}

interface Waiting {
  resolve: () => void;
  reject: (error: CallError) => void;
}

interface Entry {
  question: Question;
  /** The call that was refused first. */
  refused: RefusedCall;
  waiting: Set<Waiting>;
}

export const cancelled = (): CallError => Object.assign(new AppError("CANCELLED"), { correlationId: "" });

/** Questions, shown one after the other, and the calls that wait for each. */
export class Questions {
  #entries: readonly Entry[] = [];
  readonly #listeners = new Set<() => void>();

  /** The question to show now. */
  readonly current = (): Question | null => {
    // A fresh code comes first: a request for approval can itself be waiting for one.
    const first = this.#entries.find(({ question }) => question.type === "step-up") ?? this.#entries[0];
    return first?.question ?? null;
  };

  /** @returns a function that ends the subscription */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Resolves when it is answered. @throws CallError CANCELLED, also if the call's screen aborts it */
  ask(question: Question, refused: RefusedCall): Promise<void> {
    const entry: Entry = { question, refused, waiting: new Set() };
    this.#set([...this.#entries, entry]);
    return this.#wait(entry, refused.signal);
  }

  /** Waits for an existing question about this kind of action; undefined: there is none. */
  join(kind: ActKind, refused: RefusedCall): Promise<void> | undefined {
    const shared = this.#entries.find(({ question }) => question.type === "step-up" && question.kind === kind);
    return shared && this.#wait(shared, refused.signal);
  }

  refusedOf({ id }: Question): RefusedCall | undefined {
    return this.#entries.find(({ question }) => question.id === id)?.refused;
  }

  replace(question: Question): void {
    this.#set(this.#entries.map((entry) => (entry.question.id === question.id ? { ...entry, question } : entry)));
  }

  /** It is settled: its calls continue. */
  answer(question: Question): void {
    this.#close(question, ({ resolve }) => resolve());
  }

  /** Its calls are cancelled. */
  dismiss(question: Question): void {
    this.#close(question, ({ reject }) => reject(cancelled()));
  }

  dismissAll(): void {
    for (const { question } of this.#entries) this.dismiss(question);
  }

  #set(entries: readonly Entry[]): void {
    this.#entries = entries;
    for (const listener of this.#listeners) listener();
  }

  #close({ id }: Question, end: (waiting: Waiting) => void): void {
    const entry = this.#entries.find(({ question }) => question.id === id);
    if (!entry) return;
    this.#set(this.#entries.filter((one) => one !== entry));
    for (const waiting of entry.waiting) end(waiting);
  }

  #wait({ question, waiting }: Entry, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.delete(one);
        reject(cancelled());
        if (waiting.size === 0) this.dismiss(question);
      };
      const done = (end: () => void) => {
        signal?.removeEventListener("abort", leave);
        end();
      };
      const one: Waiting = { resolve: () => done(resolve), reject: (error) => done(() => reject(error)) };
      waiting.add(one);
      signal?.addEventListener("abort", leave, { once: true });
    });
  }
}
