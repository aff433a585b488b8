import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import classes from "./UserSide.module.css";

interface WordsProps {
  title: string;
  children: ReactNode;
  /** The main action, if there is one. */
  button?: string;
  onButton?: () => void;
  /** Next to it. */
  secondary?: ReactNode;
}

/** A short text in the middle of the screen. */
export function Words({ title, children, button, onButton, secondary }: WordsProps) {
  return (
    <main className={classes.words}>
      <Heading>{title}</Heading>
      <p className={classes.text}>{children}</p>
      <div className={classes.actions}>
        {button && (
          <Button size="xl" onClick={onButton}>
            {button}
          </Button>
        )}
        {secondary}
      </div>
    </main>
  );
}

/** Takes the focus, so that a screen reader announces the new screen and no key press triggers the old one. */
export function Heading({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h1 ref={heading} tabIndex={-1} className={classes.heading}>
      {children}
    </h1>
  );
}
