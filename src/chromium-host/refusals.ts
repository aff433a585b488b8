/** A part of Electron's interface that this stand-in does not have. */
export class NotProvided extends Error {
  override readonly name = "NotProvided";

  constructor(what: string, hint?: string) {
    super(`chromium-host: ${what} is not provided${hint === undefined ? "" : ` (${hint})`}`);
  }
}

/** Read by the language itself, not by the app, on any value: `await`, `JSON.stringify`. */
const askedByTheLanguage: ReadonlySet<string> = new Set(["then", "toJSON"]);

function refuseUnknown(name: string, target: object, key: string | symbol, receiver: unknown): unknown {
  if (typeof key === "symbol" || key in target || askedByTheLanguage.has(key)) {
    return Reflect.get(target, key, receiver) as unknown;
  }
  throw new NotProvided(`${name}.${key}`);
}

const refusingPrototype = (name: string, prototype: object): object =>
  new Proxy(prototype, { get: (target, key, receiver) => refuseUnknown(name, target, key, receiver) });

/**
 * Makes reading an unknown member throw NotProvided instead of giving undefined. The trap is above
 * the class in the prototype chain, so that known members and private fields work as usual.
 */
export function refuseUnknownMembers(name: string, type: { prototype: object }): void {
  const parent = Object.getPrototypeOf(type.prototype) as object;
  Object.setPrototypeOf(type.prototype, refusingPrototype(name, parent));
}

/** The same for a plain object. */
export function refusingObject<T extends object>(name: string, members: T): T {
  return Object.setPrototypeOf(members, refusingPrototype(name, Object.prototype)) as T;
}

/** A whole Electron module or class that is missing: any use of it throws NotProvided. */
export function missingExport(name: string): object {
  const refuse = (): never => {
    throw new NotProvided(name);
  };
  // `new` reaches its trap only on a function that can be constructed, which an arrow function cannot.
  function missing(): never {
    return refuse();
  }
  return new Proxy(missing, {
    apply: refuse,
    get: (target, key): unknown =>
      typeof key === "symbol" || askedByTheLanguage.has(key) ? (Reflect.get(target, key) as unknown) : refuse(),
    construct: refuse,
  });
}
