import { TextInput } from "@mantine/core";
import { useState } from "react";
import { calendarDates } from "./calendar-date.ts";
import { dateStamp, locale } from "./format.ts";

interface DateFieldProps {
  label: string;
  /** `2026-11-24`, or empty. */
  value: string;
  onChange: (value: string) => void;
}

const dates = calendarDates(locale);
/** Of the day on which the window was opened. */
const example = dates.write(dateStamp(new Date()));

/** A date that is typed, as this computer writes dates; the browser's own field follows the browser's language. */
export function DateField({ label, value, onChange }: DateFieldProps) {
  const [typed, setTyped] = useState({ for: value, text: dates.write(value), left: true });
  // Changed from outside, as by a button that clears all filters.
  if (typed.for !== value) setTyped({ for: value, text: dates.write(value), left: true });
  const isWrong = typed.left && typed.text.trim() !== "" && dates.read(typed.text) === null;

  const type = (text: string): void => {
    const read = dates.read(text) ?? "";
    setTyped({ for: read, text, left: false });
    if (read !== value) onChange(read);
  };
  const leave = (): void =>
    setTyped((now) => ({ ...now, text: now.for === "" ? now.text : dates.write(now.for), left: true }));

  return (
    <TextInput
      label={label}
      w={142}
      maxLength={40}
      autoComplete="off"
      spellCheck={false}
      placeholder={example}
      value={typed.text}
      error={isWrong ? "Not a date" : undefined}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={leave}
    />
  );
}
