import { EventEmitter } from "node:events";
import { NotProvided } from "./refusals.ts";

/** An event whose default can be prevented; Electron passes it to every listener as the first argument. */
export interface HostEvent {
  defaultPrevented: boolean;
  preventDefault(): void;
}

export const createEvent = <T extends object>(details: T = {} as T): T & HostEvent => ({
  ...details,
  defaultPrevented: false,
  preventDefault() {
    this.defaultPrevented = true;
  },
});

type Listen = Parameters<EventEmitter["on"]>;

/**
 * An emitter that refuses listeners for events it never emits, so that nobody waits in vain. Electron's events that
 * cannot happen here (no webviews, no dock) are in the list and simply do not occur.
 */
export class HostEmitter extends EventEmitter {
  readonly #name: string;
  readonly #events: ReadonlySet<string>;

  constructor(name: string, events: readonly string[]) {
    super();
    this.#name = name;
    this.#events = new Set(events);
  }

  #check(event: string | symbol): void {
    if (typeof event === "symbol" || this.#events.has(event)) return;
    throw new NotProvided(`the event "${event}" of ${this.#name}`);
  }

  override on(...[event, listener]: Listen): this {
    this.#check(event);
    return super.on(event, listener);
  }

  override addListener(...[event, listener]: Listen): this {
    this.#check(event);
    return super.addListener(event, listener);
  }

  override prependListener(...[event, listener]: Listen): this {
    this.#check(event);
    return super.prependListener(event, listener);
  }
}
