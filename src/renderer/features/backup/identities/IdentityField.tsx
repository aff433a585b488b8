import { Textarea } from "@mantine/core";

interface IdentityFieldProps {
  value: string;
  onChange: (identity: string) => void;
  error: string | undefined;
}

/** A backup key from paper, or the text of a file that contains one. */
export function IdentityField({ value, onChange, error }: IdentityFieldProps) {
  return (
    <Textarea
      label="Backup key"
      description="From the printed page. It begins with AGE-SECRET-KEY-1"
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
