import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { CodeInput } from "../ui/CodeInput.tsx";
import type { ShownError } from "../ui/ErrorNotice.tsx";
import { Notice } from "../ui/Notice.tsx";
import classes from "./UserSide.module.css";

interface CodeFieldProps {
  /** Digits of a code. */
  length: number;
  busy: boolean;
  error: ShownError | null;
  onCode: (code: string, onRefused: () => void) => void;
}

/** Sends a code as soon as it is complete; a wrong one is cleared. */
export function CodeField({ length, busy, error, onCode }: CodeFieldProps) {
  const [code, setCode] = useState("");
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const send = (whole: string) =>
    onCode(whole, () => {
      setCode("");
      input.current?.focus();
    });
  const type = (typed: string) => {
    const digits = typed.replaceAll(/\D/gu, "").slice(0, length);
    setCode(digits);
    if (digits.length === length) send(digits);
  };
  return (
    <form
      className={classes.code}
      onSubmit={(event) => {
        event.preventDefault();
        if (code.length === length && !busy) send(code);
      }}
    >
      <div className={classes.field}>
        <CodeInput
          ref={input}
          aria-label="Code from the app"
          size="xl"
          value={code}
          onChange={type}
          readOnly={busy}
          error={error !== null}
        />
        <Button type="submit" size="xl" loading={busy} disabled={code.length < length}>
          Check
        </Button>
      </div>
      {error && !busy && (
        <Notice tone="bad" role="alert" icon={<IconAlertTriangle size={22} />} title={error.message} />
      )}
    </form>
  );
}
