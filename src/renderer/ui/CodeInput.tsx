import { TextInput, type TextInputProps } from "@mantine/core";
import classes from "./CodeInput.module.css";

interface CodeInputProps extends Omit<TextInputProps, "value" | "onChange"> {
  value: string;
  onChange: (value: string) => void;
  /** Letters as well: a backup code. */
  letters?: boolean;
}

/** Takes a code as it is typed or pasted; blanks and hyphens may stay in it. */
export function CodeInput({ value, onChange, letters = false, ...rest }: CodeInputProps) {
  const unwanted = letters ? /[^\p{L}\p{N}\s-]/gu : /[^\d\s-]/gu;
  return (
    <TextInput
      inputMode={letters ? "text" : "numeric"}
      autoComplete="one-time-code"
      spellCheck={false}
      maxLength={64}
      {...rest}
      classNames={{ input: classes.input ?? "" }}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value.normalize("NFKC").replaceAll(unwanted, ""))}
    />
  );
}
