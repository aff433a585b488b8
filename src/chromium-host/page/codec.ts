/**
 * Values as IPC carries them: the structured clone algorithm (HTML 2.7) written as JSON text, since the
 * debugging pipe carries only text. A tagged value is an object with the key "$"; a key in the data
 * that begins with "$" gets a second one.
 *
 * The functions are also inserted into pages as text: each may use only its parameters and the language
 * itself.
 */
export interface Codec {
  /** @throws DataCloneError for a function, a symbol, a promise, a cycle and anything else that cannot be cloned */
  encode(value: unknown): string;
  decode(text: string): unknown;
}

/** How bytes become text and back; this differs between Node and the page. */
export interface Base64 {
  encode(bytes: Uint8Array): string;
  decode(text: string): Uint8Array<ArrayBuffer>;
}

export type Tagged = Record<string, unknown>;

/** Encodes a value that is not plain JSON and contains no other values; undefined for any other value. */
export function encodeLeaf(value: object, kind: string, base64: Base64): Tagged | undefined {
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return { $: "bytes", type: kind, value: base64.encode(bytes) };
  }
  if (kind === "ArrayBuffer")
    return { $: "bytes", type: kind, value: base64.encode(new Uint8Array(value as ArrayBuffer)) };
  if (kind === "Date") return { $: "date", value: String((value as Date).getTime()) };
  if (kind === "RegExp") return { $: "regexp", value: (value as RegExp).source, flags: (value as RegExp).flags };
  if (kind === "Error") {
    const { name, message, stack } = value as Error;
    return { $: "error", name, message, stack };
  }
  return undefined;
}

export function makeEncoder(base64: Base64, leaf: typeof encodeLeaf): Codec["encode"] {
  const refuse = (what: string): never => {
    throw Object.assign(new Error(`An object could not be cloned: ${what}`), { name: "DataCloneError" });
  };
  const kindOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1);
  const primitive = (value: unknown): unknown => {
    if (typeof value === "undefined") return { $: "undefined" };
    if (typeof value === "bigint") return { $: "bigint", value: String(value) };
    if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))) {
      return { $: "number", value: Object.is(value, -0) ? "-0" : String(value) };
    }
    return typeof value === "symbol" ? refuse("a symbol") : value;
  };
  const container = (value: object, kind: string, inner: (item: unknown) => unknown): unknown => {
    if (Array.isArray(value)) return Array.from(value, inner);
    if (kind === "Map") {
      return {
        $: "map",
        value: Array.from(value as Map<unknown, unknown>, ([key, item]) => [inner(key), inner(item)]),
      };
    }
    if (kind === "Set") return { $: "set", value: Array.from(value as Set<unknown>, inner) };
    if (kind !== "Object") return refuse(`a value of type ${kind}`);
    const entries = Object.entries(value).map(([key, item]) => [key.startsWith("$") ? `$${key}` : key, inner(item)]);
    return Object.fromEntries(entries) as unknown;
  };
  const encodeValue = (value: unknown, around: readonly object[]): unknown => {
    if (typeof value === "function") return refuse("a function");
    if (typeof value !== "object" || value === null) return primitive(value);
    if (around.includes(value)) return refuse("it contains itself, which chromium-host cannot send");
    const kind = kindOf(value);
    const inside = [...around, value];
    return leaf(value, kind, base64) ?? container(value, kind, (item) => encodeValue(item, inside));
  };
  return (value) => JSON.stringify(encodeValue(value, []));
}

export function makeDecoder(base64: Base64): Codec["decode"] {
  const errors = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError } as Record<
    string,
    ErrorConstructor
  >;
  const asBytes = (type: string, text: string): unknown => {
    const bytes = base64.decode(text);
    if (type === "Uint8Array") return bytes;
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    if (type === "ArrayBuffer") return buffer;
    const View = (globalThis as unknown as Record<string, new (buffer: ArrayBuffer) => unknown>)[type];
    if (View === undefined) throw new TypeError(`No such kind of bytes: ${type}`);
    return new View(buffer);
  };
  const asError = (tagged: Tagged): Error => {
    const error = new (errors[String(tagged["name"])] ?? Error)(String(tagged["message"]));
    if (typeof tagged["stack"] === "string") Object.defineProperty(error, "stack", { value: tagged["stack"] });
    return error;
  };
  const plain = (value: Tagged): unknown =>
    Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key.startsWith("$$") ? key.slice(1) : key, decodeValue(item)]),
    );
  const tagged = (value: Tagged): unknown => {
    const held = value["value"];
    if (value["$"] === "undefined") return undefined;
    if (value["$"] === "number") return Number(held);
    if (value["$"] === "bigint") return BigInt(held as string);
    if (value["$"] === "date") return new Date(Number(held));
    if (value["$"] === "regexp") return new RegExp(held as string, value["flags"] as string);
    if (value["$"] === "bytes") return asBytes(String(value["type"]), held as string);
    if (value["$"] === "error") return asError(value);
    if (value["$"] === "set") return new Set((held as unknown[]).map((item) => decodeValue(item)));
    const pairs = held as [unknown, unknown][];
    return new Map(pairs.map(([key, item]) => [decodeValue(key), decodeValue(item)]));
  };
  const decodeValue = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(decodeValue);
    const record: Tagged = { ...value };
    return "$" in record ? tagged(record) : plain(record);
  };
  return (text) => decodeValue(JSON.parse(text));
}
