/** What a key does in the list. */
export type ListAct =
  | { kind: "step"; by: number; extend: boolean }
  | { kind: "first" }
  | { kind: "last" }
  | { kind: "toggle" }
  | { kind: "all" };

interface Key {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/**
 * The keys of a list of rows.
 * @param page number of visible rows
 * @returns null for a key that the list ignores
 */
export function listAct({ key, shiftKey, ctrlKey, metaKey, altKey }: Key, page: number): ListAct | null {
  if (altKey) return null;
  if (ctrlKey || metaKey) return key.toLowerCase() === "a" && !shiftKey ? { kind: "all" } : null;
  switch (key) {
    case "ArrowDown":
      return { kind: "step", by: 1, extend: shiftKey };
    case "ArrowUp":
      return { kind: "step", by: -1, extend: shiftKey };
    case "PageDown":
      return { kind: "step", by: Math.max(1, page - 1), extend: shiftKey };
    case "PageUp":
      return { kind: "step", by: -Math.max(1, page - 1), extend: shiftKey };
    case "Home":
      return { kind: "first" };
    case "End":
      return { kind: "last" };
    case " ":
      return { kind: "toggle" };
    default:
      return null;
  }
}
