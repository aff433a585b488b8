import { type FocusEvent, useCallback, useMemo, useRef } from "react";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const isField = (target: EventTarget): target is Field =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;

const contentOf = (field: Field): string =>
  field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")
    ? String(field.checked)
    : field.value;

/** Knows whether anything in a part of the page was typed or chosen that would be lost with it. */
export interface Typing {
  /** For the element around the part. */
  watch: { onFocusCapture: (event: FocusEvent) => void };
  /** A field that is still there holds something else than when it first got the keyboard. */
  isTyped: () => boolean;
  /** What is typed now counts as nothing. */
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
