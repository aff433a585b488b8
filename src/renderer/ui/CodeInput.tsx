import { TextInput, type TextInputProps } from "@mantine/core";
import { visibleCode } from "#shared/model/typed.ts";
import classes from "./CodeInput.module.css";

interface CodeInputProps extends Omit<TextInputProps, "value" | "onChange"> {
  value: string;
  onChange: (value: string) => void;
  /** A backup code may come as well, so the keyboard offers letters. */
  letters?: boolean;
}

/** Takes a code as it is typed or pasted. Nothing visible is dropped: what does not belong in a code is said. */
export function CodeInput({ value, onChange, letters = false, ...rest }: CodeInputProps) {
  return (
    <TextInput
      inputMode={letters ? "text" : "numeric"}
      autoComplete="one-time-code"
      spellCheck={false}
      maxLength={64}
      {...rest}
      classNames={{ input: classes.input ?? "" }}
      value={value}
      onChange={(event) => onChange(visibleCode(event.currentTarget.value))}
    />
  );
}
