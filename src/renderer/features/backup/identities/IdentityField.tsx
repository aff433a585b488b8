import { Textarea } from "@mantine/core";

interface IdentityFieldProps {
  value: string;
  onChange: (identity: string) => void;
  error: string | undefined;
}

/** A recovery identity from paper, or the text of a file that holds one. */
export function IdentityField({ value, onChange, error }: IdentityFieldProps) {
  return (
    <Textarea
      label="Recovery identity"
      description="From the printed page: it begins with AGE-SECRET-KEY-1"
      classNames={{ input: "mono" }}
      autosize
      minRows={2}
      maxRows={8}
      autoComplete="off"
      spellCheck={false}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
