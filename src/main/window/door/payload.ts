/** Far above the largest honest request (a sheet of 100 codes), far below what would stall the process. */
export const payloadLimits = { characters: 256 * 1024, values: 20_000, depth: 16 } as const;

const isPlain = (value: object): boolean => {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/**
 * Whether a message is plain data (the forms of JSON, and undefined) of bounded size. Buffers, maps, dates and the like
 * can cross the boundary but are in no procedure's input.
 */
export function isAcceptablePayload(payload: unknown): boolean {
  let characters = 0;
  let values = 0;
  const waiting: { value: unknown; depth: number }[] = [{ value: payload, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, depth } = next;
    values += 1;
    if (typeof value === "string") characters += value.length;
    else if (typeof value === "object" && value !== null) {
      if (depth >= payloadLimits.depth || !isPlain(value)) return false;
      for (const [key, child] of Object.entries(value)) {
        characters += key.length;
        waiting.push({ value: child, depth: depth + 1 });
      }
    } else if (typeof value === "bigint" || typeof value === "function" || typeof value === "symbol") {
      return false;
    }
    if (characters > payloadLimits.characters || values + waiting.length > payloadLimits.values) {
      return false;
    }
  }
  return true;
}
