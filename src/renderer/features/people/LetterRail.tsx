import type { KeyboardEvent } from "react";
import { letters } from "./letters.ts";
import classes from "./LetterRail.module.css";

interface LetterRailProps {
  /** The letter of the first visible row. */
  current: string | null;
  onJump: (letter: string) => void;
}

/** The alphabet beside a long list; the arrow keys move along it. */
export function LetterRail({ current, onJump }: LetterRailProps) {
  const stop = letters.find((letter) => letter === current) ?? "#";
  return (
    <div role="group" aria-label="Jump to a letter" className={classes.rail}>
      {letters.map((letter) => (
        <button
          key={letter}
          type="button"
          className={classes.letter}
          tabIndex={letter === stop ? 0 : -1}
          aria-label={letter === "#" ? "Beginning of the list" : letter}
          aria-current={letter === current ? "true" : undefined}
          onClick={() => onJump(letter)}
          onKeyDown={moveAlong}
        >
          {letter}
        </button>
      ))}
    </div>
  );
}

function moveAlong(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const { nextElementSibling, previousElementSibling } = event.currentTarget;
  const next = event.key === "ArrowDown" ? nextElementSibling : previousElementSibling;
  event.preventDefault();
  if (next instanceof HTMLElement) next.focus();
}
