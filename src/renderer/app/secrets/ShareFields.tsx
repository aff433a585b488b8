import { Button, CloseButton, Stack, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { FieldProps, TextFields } from "../../form/use-contract-form.ts";

/** The contract's limits. */
const fewest = 2;
const most = 16;

/** Empty fields for this many shares. */
export const noShares = (count = fewest): string[] => Array.from({ length: count }, () => "");

export const allTyped = (shares: readonly string[]): boolean => shares.every((share) => share.trim() !== "");

interface ShareFieldsProps {
  shares: FieldProps<string[]>;
  field: TextFields<`shares.${number}`>;
  disabled: boolean;
}

/** One field for each share of a recovery key. */
export function ShareFields({ shares: { value: shares, onChange }, field, disabled }: ShareFieldsProps) {
  return (
    <Stack gap="sm" align="flex-start">
      {shares.map((_share, index) => (
        <TextInput
          key={index}
          w="100%"
          label={`Share ${index + 1}`}
          classNames={{ input: "mono" }}
          autoComplete="off"
          spellCheck={false}
          disabled={disabled}
          {...field(`shares.${index}`)}
          rightSection={
            shares.length > fewest && (
              <CloseButton
                size="sm"
                aria-label={`Remove share ${index + 1}`}
                onClick={() => onChange(shares.toSpliced(index, 1))}
              />
            )
          }
          {...(index === 0 ? { autoFocus: true, "data-autofocus": true } : {})}
        />
      ))}
      {shares.length < most && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={16} />}
          onClick={() => onChange([...shares, ""])}
        >
          Add another share
        </Button>
      )}
    </Stack>
  );
}
