import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { say } from "#shared/texts/say.ts";
import type { ContractForm } from "../form/use-contract-form.ts";
import { CodeInput } from "../ui/CodeInput.tsx";
import { Notice } from "../ui/Notice.tsx";
import classes from "./UserSide.module.css";

export type CodeForm = ContractForm<"inPerson.confirm", { code: string }>;

interface CodeFieldProps {
  form: CodeForm;
  /** Digits of a code. */
  length: number;
}

/** Sends a code as soon as it is complete; a wrong one is cleared. */
export function CodeField({ form, length }: CodeFieldProps) {
  const { busy, error } = form;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const { value, onChange } = form.field("code");
  const type = (typed: string) => {
    const digits = typed.replaceAll(/\D/gu, "").slice(0, length);
    onChange(digits);
    if (digits.length === length) form.submit();
  };
  return (
    <form className={classes.code} {...form.element}>
      <div className={classes.field}>
        <CodeInput
          ref={input}
          aria-label="Code from the app"
          size="xl"
          value={value}
          onChange={type}
          readOnly={busy}
          refused={error}
          error={error !== null}
        />
        <Button type="submit" size="xl" loading={busy} disabled={!form.isReady}>
          Check
        </Button>
      </div>
      {error && !busy && (
        <Notice tone="bad" role="alert" icon={<IconAlertTriangle size={22} />} title={say(error.text)} />
      )}
    </form>
  );
}
