import { AppError } from "#shared/errors.ts";
import { type AuditBatch, batchAfter, type NewAuditEvent } from "../audit/append.ts";
import type { Actor } from "../base/actor.ts";
import type { Moment } from "../base/ports.ts";
import type { Keys } from "../keys/keys.ts";
import { requireConsole } from "../store/console/console.ts";
import type { ConsoleRow } from "../store/migrations/schema.ts";
import type { Store, Tx, WriteOptions } from "../store/store.ts";
import { type Context, momentOf, opened } from "./context.ts";

/** Why a write leaves no event in the audit log; docs/SECURITY.md explains each. */
export const unauditedReasons = {
  counters: "Wrong attempts, their delays, and how far waits have come",
  sessions: "When a session was last used, and that it or its fresh codes have ended by themselves",
  "begun enrolment": "The authenticator that an invited administrator is shown",
  "backup copies": "Which backup is where, and what went wrong with it there",
  "own views": "Saved filters, and which headings of a table mean what",
  "audit check": "The result of verifying the audit log itself",
  "audit checkpoints": "Signatures over the audit log itself",
  "audit streams": "How far the audit log was copied to other systems",
  desks: "Which desk has a lease, and which one took over what is older than desks",
  "search index": "How the search index is laid out, not what it finds",
  marks: "Whom the next export for a system has to look at",
} as const;

export type Unaudited = keyof typeof unauditedReasons;

/** Who changes what, and when. */
interface Author {
  readonly store: Store;
  readonly keys: Keys;
  /** Null: the console itself, or somebody who is not signed in. */
  readonly actor: Actor | null;
  /** UTC milliseconds. */
  readonly at: number;
  /** Of a call: what it begins to wait for is measured from here. */
  readonly moment?: Moment;
}

/** An event of the audit log. Its actor is the change's author unless it names another one. */
export type Event = Omit<NewAuditEvent, "actor"> & { actor?: Actor | null };

/** Under way, in one transaction. */
export interface Change {
  readonly tx: Tx;
  readonly keys: Keys;
  readonly actor: Actor | null;
  /** UTC milliseconds. */
  readonly at: number;
  /** The same, for what has to wait. Only a call can. */
  readonly moment: Moment;
  /**
   * The store's own row with the end of the audit log, read once, before this change has moved it. For those who write
   * neither.
   *
   * @throws AppError SETUP_REQUIRED
   */
  readonly head: () => Promise<ConsoleRow>;
  /** Says what happened: it is in the audit log once the transaction is committed. */
  readonly note: (event: Event) => void;
  /** As `note`, but stored at once: where there may be too many events to hold them all until the end. */
  readonly append: (event: Event) => Promise<void>;
  /** What this transaction changes needs no event. */
  readonly unaudited: (why: Unaudited) => void;
}

class Changing implements Change {
  readonly tx: Tx;
  readonly keys: Keys;
  readonly actor: Actor | null;
  readonly at: number;
  readonly #moment: Moment | undefined;
  /** Noted, and not yet stored. */
  readonly #events: NewAuditEvent[] = [];
  #batch: AuditBatch | undefined;
  #head: ConsoleRow | undefined;
  #excused = false;

  constructor(tx: Tx, { keys, actor, at, moment }: Author) {
    this.tx = tx;
    this.keys = keys;
    this.actor = actor;
    this.at = at;
    this.#moment = moment;
  }

  get moment(): Moment {
    if (!this.#moment) throw new AppError("INTERNAL", { cause: new TypeError("work without a call cannot wait") });
    return this.#moment;
  }

  readonly head = async (): Promise<ConsoleRow> => {
    this.#head ??= await requireConsole(this.tx);
    return this.#head;
  };

  #authored(event: Event): NewAuditEvent {
    return { ...event, actor: event.actor === undefined ? this.actor : event.actor };
  }

  readonly note = (event: Event): void => {
    this.#events.push(this.#authored(event));
  };

  // Not asynchronous itself: where there are many events, each wait counts.
  readonly append = (event: Event): Promise<void> => {
    if (this.#batch && this.#events.length === 0) return this.#batch.append(this.#authored(event));
    this.note(event);
    return this.#appendNoted();
  };

  async #appendNoted(): Promise<void> {
    this.#batch ??= batchAfter(this.tx, this.keys, await this.head(), this.at);
    for (const event of this.#events.splice(0)) await this.#batch.append(event);
  }

  readonly unaudited = (): void => {
    this.#excused = true;
  };

  /** The last act of the transaction. @returns whether it says that something happened */
  async close(changed: () => number): Promise<boolean> {
    if (this.#events.length > 0) await this.#appendNoted();
    if (this.#batch) {
      await this.#batch.close();
      return true;
    }
    const rows = this.#excused ? 0 : changed();
    if (rows > 0)
      throw new AppError("INTERNAL", { cause: new TypeError(`${rows} rows were changed without an event`) });
    return false;
  }
}

async function commit<T>(
  author: Author,
  work: (change: Change) => Promise<T>,
  options?: WriteOptions,
): Promise<{ result: T; told: boolean }> {
  return author.store.write(async (tx, changed) => {
    const made = new Changing(tx, author);
    const result = await work(made);
    return { result, told: await made.close(changed) };
  }, options);
}

/**
 * As `change`, for work without a call: in a worker, or of the console itself.
 *
 * @throws AppError INTERNAL if something was changed and nothing noted
 */
export async function changeWith<T>(
  author: Author,
  work: (change: Change) => Promise<T>,
  options?: WriteOptions,
): Promise<T> {
  return (await commit(author, work, options)).result;
}

/** Who calls, on the store that is open. @throws AppError SETUP_REQUIRED, VAULT_LOCKED, BUSY */
function authorOf(context: Context): Author {
  const { session, now } = context;
  const actor = session && { id: session.admin_id, name: session.name };
  return { ...opened(context), actor, at: now, moment: momentOf(context) };
}

/**
 * The only way to change the store: what changes, its events in the audit log and their announcement to every window
 * are one. The transaction holds the write lock from its start; it is rolled back if it changes something and notes
 * nothing. If it changes nothing and notes nothing, it was a read.
 *
 * @throws AppError INTERNAL if something was changed and nothing noted, or if the procedure touches nothing by its
 * contract; SETUP_REQUIRED, VAULT_LOCKED, BUSY, and what `work` throws
 */
export async function change<T>(context: Context, work: (change: Change) => Promise<T>): Promise<T> {
  const author = authorOf(context);
  if (context.touches.length === 0) {
    throw new AppError("INTERNAL", {
      cause: new TypeError("a procedure that touches nothing wants to change something"),
    });
  }
  const { result, told } = await commit(author, work);
  if (told) context.done.changed = true;
  return result;
}

/** A write of which the audit log says nothing, and why. */
export async function unaudited<T>(
  store: Store,
  _why: Unaudited,
  work: (tx: Tx) => Promise<T>,
  options?: WriteOptions,
): Promise<T> {
  return store.write((tx) => work(tx), options);
}
