import { useState } from "react";
import type { OutputOf } from "#shared/contract/index.ts";
import type { LetterId } from "#shared/model/ids.ts";

export type Letter = OutputOf<"letters.list">["rows"][number];

/** The most letters that one call accepts. */
export const mostChosen = 10_000;

/** Whether the letter's secret may still be of use to somebody. */
export const isOpen = ({ state }: Letter): boolean => state === "waiting" || state === "expired";

export interface ChosenLetters {
  letters: ReadonlyMap<LetterId, Letter>;
  toggle: (letter: Letter) => void;
  /** Adds all, or removes all if they are already selected. */
  toggleAll: (letters: readonly Letter[]) => void;
  add: (letters: readonly Letter[]) => void;
  clear: () => void;
}

/** Letters selected one by one; they stay selected while the list is searched and filtered. */
export function useChosenLetters(): ChosenLetters {
  const [letters, setLetters] = useState<ReadonlyMap<LetterId, Letter>>(new Map());
  const add = (more: readonly Letter[]) =>
    setLetters((before) => {
      const next = new Map(before);
      for (const letter of more) if (next.size < mostChosen || next.has(letter.id)) next.set(letter.id, letter);
      return next;
    });
  const remove = (less: readonly Letter[]) =>
    setLetters((before) => {
      const next = new Map(before);
      for (const { id } of less) next.delete(id);
      return next;
    });
  return {
    letters,
    add,
    toggle: (letter) => (letters.has(letter.id) ? remove([letter]) : add([letter])),
    toggleAll: (shown) => (shown.every(({ id }) => letters.has(id)) ? remove(shown) : add(shown)),
    clear: () => setLetters(new Map()),
  };
}
