import { CloseButton } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Notice.module.css";

interface NoticeProps {
  tone: "info" | "good" | "wait" | "bad";
  icon: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  /** How it is announced: `alert` interrupts, `status` waits. */
  role?: "alert" | "status";
  onClose?: () => void;
}

/** A coloured panel with a title, for what must not be overlooked. */
export function Notice({ tone, icon, title, children, role, onClose }: NoticeProps) {
  return (
    <div className={classes.notice} data-tone={tone} role={role}>
      <span className={classes.icon} aria-hidden>
        {icon}
      </span>
      <div className={classes.body}>
        <div className={classes.title}>{title}</div>
        {children && <div className={classes.text}>{children}</div>}
      </div>
      {onClose && <CloseButton size="sm" aria-label="Close this notice" onClick={onClose} />}
    </div>
  );
}
