import { useEffect, useRef } from "react";

/**
 * While locked, no shortcut reaches the hidden pages, whose dialogs listen on the whole window. To be called before
 * them, this must be registered first, by the outermost part.
 */
export function useShieldedKeys(locked: boolean): void {
  const shielded = useRef(locked);
  useEffect(() => {
    shielded.current = locked;
  }, [locked]);
  useEffect(() => {
    const shield = (event: KeyboardEvent) => {
      if (!shielded.current) return;
      if (event.key === "Escape" || event.ctrlKey || event.metaKey) event.stopImmediatePropagation();
    };
    window.addEventListener("keydown", shield, { capture: true });
    return () => window.removeEventListener("keydown", shield, { capture: true });
  }, []);
}
