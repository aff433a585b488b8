import { TextInput, type TextInputProps } from "@mantine/core";
import { useMergedRef } from "@mantine/hooks";
import { type KeyboardEvent, type Ref, useEffect, useEffectEvent, useRef } from "react";
import { plainCode, visibleCode } from "#shared/model/typed.ts";
import type { ShownError } from "./ErrorNotice.tsx";
import { wholeCode } from "./whole-code.ts";
import classes from "./CodeInput.module.css";

interface CodeInputProps extends Omit<TextInputProps, "value" | "onChange"> {
  value: string;
  onChange: (value: string) => void;
  /** Backup codes are accepted too, so the keyboard offers letters. */
  letters?: boolean;
  /** How many digits a code has that is sent automatically. 0: not known, or not sent automatically. */
  digits?: number;
  /** Sends a complete code. @returns false if something else is missing first */
  onWhole?: (code: string) => boolean;
  /** A code is being checked: no other can be typed meanwhile. */
  busy?: boolean;
  /** Why the last code was refused: the field is then selected, so that the next code replaces it. */
  refused?: ShownError | null;
  ref?: Ref<HTMLInputElement>;
}

/**
 * Takes a code as it is typed or pasted. Nothing visible is dropped: an error says what does not belong in a code. With
 * `digits` it sends a complete code automatically, once: pressing Enter afterwards does not use a second attempt on the
 * same code.
 */
export function CodeInput(props: CodeInputProps) {
  const { value, onChange, letters = false, digits, onWhole, busy = false, refused = null, ref, ...rest } = props;
  const input = useRef<HTMLInputElement>(null);
  const { sent, type, unlessSent } = useSending({
    value,
    onChange,
    digits: digits ?? 0,
    onWhole,
    busy,
    refused,
    input,
  });
  return (
    <TextInput
      inputMode={letters ? "text" : "numeric"}
      autoComplete="one-time-code"
      spellCheck={false}
      maxLength={64}
      readOnly={busy}
      {...rest}
      ref={useMergedRef(ref, input)}
      classNames={{ input: classes.input ?? "" }}
      value={value}
      onChange={(event) => type(visibleCode(event.currentTarget.value))}
      onKeyDown={(event: KeyboardEvent<HTMLInputElement>) => {
        rest.onKeyDown?.(event);
        if (event.key === "Enter" && sent()) unlessSent(event);
      }}
    />
  );
}

interface Sending extends Required<Pick<CodeInputProps, "value" | "onChange" | "busy" | "refused" | "digits">> {
  onWhole: CodeInputProps["onWhole"] | undefined;
  input: { current: HTMLInputElement | null };
}

function useSending({ value, onChange, digits, onWhole, busy, refused, input }: Sending) {
  const last = useRef<string | null>(null);
  /** Sent, but the form does not know it yet. */
  const underWay = useRef(false);
  useEffect(() => {
    if (!busy || refused) underWay.current = false;
  }, [busy, refused]);
  useEffect(() => {
    if (plainCode(value) !== last.current) underWay.current = false;
  }, [value]);
  const send = (typed: string) => {
    const whole = wholeCode(typed, digits);
    if (whole === null || busy || whole === last.current || !onWhole) return;
    if (!onWhole(whole)) return;
    last.current = whole;
    underWay.current = true;
  };
  const type = (typed: string) => {
    if (underWay.current) return;
    onChange(typed);
    if (plainCode(typed) !== plainCode(value)) last.current = null;
    send(typed);
  };
  // The length of codes may become known only after one was typed.
  const onKnown = useEffectEvent(() => send(value));
  useEffect(() => {
    if (digits > 0) onKnown();
  }, [digits]);
  useEffect(() => {
    if (!refused) return;
    input.current?.focus();
    input.current?.select();
  }, [refused, input]);
  const sent = () =>
    plainCode(value) === last.current && (underWay.current || busy || (refused !== null && !refused.retryable));
  const unlessSent = (event: KeyboardEvent) => {
    event.preventDefault();
    if (!busy) input.current?.select();
  };
  return { sent, type, unlessSent };
}
