import { type FocusEvent, useCallback, useMemo, useRef } from "react";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const isField = (target: EventTarget): target is Field =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;

const contentOf = (field: Field): string =>
  field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")
    ? String(field.checked)
    : field.value;

/** Knows whether a part of the page has unsaved input. */
export interface Typing {
  /** For the element around the part. */
  watch: { onFocusCapture: (event: FocusEvent) => void };
  /** Whether a field that still exists has a different value than when it was first focused. */
  isTyped: () => boolean;
  /** Stops counting what has been typed until now. */
  forget: () => void;
}

/** @param counts which fields count; all if it is left out */
export function useTyping(counts?: (field: Element) => boolean): Typing {
  const before = useRef(new Map<Field, string>());
  const onFocusCapture = useCallback(({ target }: FocusEvent) => {
    if (isField(target) && !before.current.has(target)) before.current.set(target, contentOf(target));
  }, []);
  const isTyped = useCallback(() => {
    for (const [field, content] of before.current) {
      if (!field.isConnected) before.current.delete(field);
      else if (contentOf(field) !== content && (counts?.(field) ?? true)) return true;
    }
    return false;
  }, [counts]);
  const forget = useCallback(() => before.current.clear(), []);
  return useMemo(() => ({ watch: { onFocusCapture }, isTyped, forget }), [onFocusCapture, isTyped, forget]);
}
