import { Textarea } from "@mantine/core";
import type { FieldProps } from "../../../form/use-contract-form.ts";

/** A backup key from paper, or the text of a file that contains one. */
export const BackupKeyField = (field: FieldProps<string>) => (
  <Textarea
    label="Backup key"
    description="From the printed page. It begins with AGE-SECRET-KEY-1"
    classNames={{ input: "mono" }}
    autosize
    minRows={2}
    maxRows={8}
    autoComplete="off"
    spellCheck={false}
    {...field}
  />
);
