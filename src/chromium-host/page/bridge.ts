import type { PageWindow } from "./world.ts";

/**
 * The bridge between the preload's isolated world and the page's main world: what contextBridge is in
 * Electron. A message is the `detail` of a CustomEvent on the window, which Blink clones from one world
 * to the other, at once and in order. Functions and promises stay where they are and travel as numbers.
 *
 * The event's name is random, but need not be secret: a page that learned it could only call the functions that it was
 * given anyway.
 *
 * All functions here are inserted into pages as text, so they use only their parameters and the language.
 * In the main world they run before the page's own scripts and hold on to the built-ins they need.
 */
export type Packed =
  | { kind: "value"; value: unknown }
  | { kind: "function" | "promise"; id: number }
  | { kind: "error"; name: string; message: string }
  | { kind: "array"; items: Packed[] }
  | { kind: "object"; keys: string[]; items: Packed[] };

export type Message =
  | { op: "call"; id: number; args: Packed }
  | { op: "settle"; id: number; ok: boolean; value: Packed }
  | { op: "expose"; name: string; value: Packed }
  | { op: "tell"; value: Packed }
  | { op: "reply"; ok: boolean; value: Packed };

type AnyFunction = (...args: unknown[]) => unknown;

export interface BuiltIns {
  apply(target: unknown, self: unknown, args: readonly unknown[]): unknown;
  addListener: unknown;
  dispatch: unknown;
  detail: unknown;
  whenSettled: unknown;
  mapGet: unknown;
  mapSet: unknown;
  mapDelete: unknown;
  CustomEvent: typeof CustomEvent;
  Promise: PromiseConstructor;
  Error: ErrorConstructor;
  Map: MapConstructor;
  isArray(value: unknown): value is unknown[];
  keys(value: object): string[];
  prototypeOf(value: object): unknown;
  objectPrototype: object;
  freeze<T>(value: T): T;
  define(target: object, key: string | number, value: unknown, writable: boolean): void;
  text(value: unknown): string;
}

export function captureBuiltIns(): BuiltIns {
  const { defineProperty, getOwnPropertyDescriptor } = Object;
  const member = (prototype: object, name: string): unknown => (prototype as Record<string, unknown>)[name];
  const detail = getOwnPropertyDescriptor(CustomEvent.prototype, "detail");
  return {
    apply: Reflect.apply as BuiltIns["apply"],
    addListener: member(EventTarget.prototype, "addEventListener"),
    dispatch: member(EventTarget.prototype, "dispatchEvent"),
    detail: member(detail ?? {}, "get"),
    whenSettled: member(Promise.prototype, "then"),
    mapGet: member(Map.prototype, "get"),
    mapSet: member(Map.prototype, "set"),
    mapDelete: member(Map.prototype, "delete"),
    CustomEvent,
    Promise,
    Error,
    Map,
    isArray: Array.isArray,
    keys: Object.keys,
    prototypeOf: Object.getPrototypeOf as BuiltIns["prototypeOf"],
    objectPrototype: Object.prototype,
    freeze: Object.freeze,
    // A descriptor without a prototype: the page may have added accessors to Object.prototype.
    define: (target, key, value, writable) => {
      const descriptor = { __proto__: null, value, writable, enumerable: true, configurable: writable };
      defineProperty(target, key, descriptor as PropertyDescriptor);
    },
    text: String,
  };
}

/** Where one world keeps the functions and promises that the other world has been given. */
export interface Registry {
  nextId: number;
  functions: Map<number, AnyFunction>;
  functionIds: Map<AnyFunction, number>;
  proxies: Map<number, AnyFunction>;
  waiting: Map<number, { resolve(value: unknown): void; reject(reason: unknown): void }>;
}

export function makePacker(b: BuiltIns, registry: Registry, post: (message: Message) => unknown) {
  const deepest = 500;
  const packError = (cause: unknown): Packed => {
    const error = cause as { name?: unknown; message?: unknown } | null | undefined;
    return { kind: "error", name: b.text(error?.name ?? "Error"), message: b.text(error?.message ?? cause) };
  };
  const packFunction = (value: AnyFunction): Packed => {
    let id = b.apply(b.mapGet, registry.functionIds, [value]) as number | undefined;
    if (id === undefined) {
      id = ++registry.nextId;
      b.apply(b.mapSet, registry.functions, [id, value]);
      b.apply(b.mapSet, registry.functionIds, [value, id]);
    }
    return { kind: "function", id };
  };
  const packPromise = (value: Promise<unknown>): Packed => {
    const id = ++registry.nextId;
    const settle = (ok: boolean, packed: Packed): unknown => post({ op: "settle", id, ok, value: packed });
    const fulfilled = (result: unknown): void => {
      try {
        settle(true, pack(result, 0));
      } catch (cause) {
        settle(false, packError(cause));
      }
    };
    b.apply(b.whenSettled, value, [fulfilled, (reason: unknown) => settle(false, packError(reason))]);
    return { kind: "promise", id };
  };
  const packItems = (length: number, at: (index: number) => unknown, depth: number): Packed[] => {
    const items: Packed[] = [];
    for (let index = 0; index < length; index++) b.define(items, index, pack(at(index), depth + 1), true);
    return items;
  };
  const pack = (value: unknown, depth: number): Packed => {
    if (depth > deepest) throw new b.Error("contextBridge: the value is nested too deeply");
    if (typeof value === "symbol") throw new b.Error("contextBridge: a symbol cannot cross");
    if (typeof value === "function") return packFunction(value as AnyFunction);
    if (typeof value !== "object" || value === null) return { kind: "value", value };
    if (value instanceof b.Promise) return packPromise(value);
    if (value instanceof b.Error) return packError(value);
    if (b.isArray(value)) return { kind: "array", items: packItems(value.length, (index) => value[index], depth) };
    const prototype = b.prototypeOf(value);
    // Dates, bytes, maps and the like: the clone between the worlds copies them or refuses.
    if (prototype !== null && prototype !== b.objectPrototype) return { kind: "value", value };
    const keys = b.keys(value);
    const record = value as Record<string, unknown>;
    return { kind: "object", keys, items: packItems(keys.length, (index) => record[keys[index] as string], depth) };
  };
  return { pack: (value: unknown) => pack(value, 0), packError };
}

export function makeUnpacker(b: BuiltIns, registry: Registry, call: (id: number, args: unknown[]) => unknown) {
  const proxyOf = (id: number): AnyFunction => {
    let proxy = b.apply(b.mapGet, registry.proxies, [id]) as AnyFunction | undefined;
    if (proxy === undefined) {
      proxy = (...args) => call(id, args);
      b.apply(b.mapSet, registry.proxies, [id, proxy]);
    }
    return proxy;
  };
  const asError = (packed: { name: string; message: string }): Error => {
    const error = new b.Error(packed.message);
    if (packed.name !== "Error") b.define(error, "name", packed.name, true);
    return error;
  };
  const fill = <T extends object>(
    target: T,
    keys: readonly (string | number)[],
    items: Packed[],
    frozen: boolean,
  ): T => {
    for (let index = 0; index < keys.length; index++) {
      b.define(target, keys[index] as string, unpack(items[index] as Packed, frozen), !frozen);
    }
    return frozen ? b.freeze(target) : target;
  };
  const unpack = (packed: Packed, frozen: boolean): unknown => {
    switch (packed.kind) {
      case "value":
        return packed.value;
      case "function":
        return frozen ? b.freeze(proxyOf(packed.id)) : proxyOf(packed.id);
      case "promise":
        return new b.Promise((resolve, reject) => {
          b.apply(b.mapSet, registry.waiting, [packed.id, { resolve, reject }]);
        });
      case "error":
        return asError(packed);
      case "array": {
        const indexes: number[] = [];
        for (let index = 0; index < packed.items.length; index++) b.define(indexes, index, index, true);
        return fill([], indexes, packed.items, frozen);
      }
      case "object":
        return fill({}, packed.keys, packed.items, frozen);
    }
  };
  return { unpack, asError };
}

export interface Bridge {
  /** Isolated to main. @throws when the page already has a property of that name */
  expose(name: string, api: unknown): void;
  /** Main to isolated, without an answer. */
  tell(value: unknown): void;
}

interface BridgeParts {
  builtIns: typeof captureBuiltIns;
  packer: typeof makePacker;
  unpacker: typeof makeUnpacker;
  receiver: typeof makeReceiver;
  onTold(value: unknown): void;
}

interface Ends {
  b: BuiltIns;
  window: PageWindow;
  registry: Registry;
  packing: ReturnType<typeof makePacker>;
  unpacking: ReturnType<typeof makeUnpacker>;
}

type ReplyMessage = Message & { op: "reply" };

/** How one side handles a message. It depends on `role`: only the main world accepts an API. */
export function makeReceiver(
  { b, window, registry, packing, unpacking }: Ends,
  role: "main" | "isolated",
  to: { send(message: Message): void; onReply(message: ReplyMessage): void; onTold(value: unknown): void },
): (message: Message) => void {
  const act = (message: Message): unknown => {
    if (message.op === "call") {
      const target = b.apply(b.mapGet, registry.functions, [message.id]);
      return b.apply(target, undefined, unpacking.unpack(message.args, false) as unknown[]);
    }
    if (message.op !== "expose" || role !== "main") throw new b.Error("contextBridge: unexpected message");
    if (message.name in window) {
      throw new b.Error("Cannot bind an API on top of an existing property on the window object");
    }
    b.define(window, message.name, unpacking.unpack(message.value, true), false);
    return undefined;
  };
  const settle = ({ id, ok, value }: Message & { op: "settle" }): void => {
    const waiting = b.apply(b.mapGet, registry.waiting, [id]) as ReturnType<Registry["waiting"]["get"]>;
    b.apply(b.mapDelete, registry.waiting, [id]);
    if (ok) waiting?.resolve(unpacking.unpack(value, false));
    else waiting?.reject(unpacking.unpack(value, false));
  };
  return (message) => {
    if (message.op === "settle") return settle(message);
    if (message.op === "reply") return to.onReply(message);
    if (message.op === "tell") return to.onTold(unpacking.unpack(message.value, false));
    try {
      to.send({ op: "reply", ok: true, value: packing.pack(act(message)) });
    } catch (cause) {
      to.send({ op: "reply", ok: false, value: packing.packError(cause) });
    }
  };
}

/** One side of the bridge. */
export function makeBridge(window: PageWindow, key: string, role: "main" | "isolated", parts: BridgeParts): Bridge {
  const b = parts.builtIns();
  const registry: Registry = {
    nextId: 0,
    functions: new b.Map<number, AnyFunction>(),
    functionIds: new b.Map<AnyFunction, number>(),
    proxies: new b.Map<number, AnyFunction>(),
    waiting: new b.Map<number, { resolve(value: unknown): void; reject(reason: unknown): void }>(),
  };
  const peer = key + (role === "main" ? "isolated" : "main");
  const held: { reply: ReplyMessage | undefined } = { reply: undefined };
  const send = (detail: Message): void => void b.apply(b.dispatch, window, [new b.CustomEvent(peer, { detail })]);
  /** A message that has an answer gets it before this returns: the events are dispatched synchronously. */
  const ask = (message: Message): unknown => {
    held.reply = undefined;
    send(message);
    const reply = held.reply as ReplyMessage | undefined;
    if (reply === undefined) throw new b.Error("contextBridge: the other world no longer exists");
    if (!reply.ok) throw unpacking.unpack(reply.value, false) as Error;
    return unpacking.unpack(reply.value, false);
  };
  const packing = parts.packer(b, registry, send);
  const unpacking = parts.unpacker(b, registry, (id, args) => ask({ op: "call", id, args: packing.pack(args) }));
  const receive = parts.receiver({ b, window, registry, packing, unpacking }, role, {
    send,
    onTold: parts.onTold,
    onReply: (message) => {
      held.reply = message;
    },
  });
  b.apply(b.addListener, window, [key + role, (event: unknown) => receive(b.apply(b.detail, event, []) as Message)]);
  return {
    expose: (name, api) => void ask({ op: "expose", name, value: packing.pack(api) }),
    tell: (value) => send({ op: "tell", value: packing.pack(value) }),
  };
}
