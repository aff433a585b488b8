import { Button, CloseButton, Stack, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { fieldError, type ShownError } from "../../ui/ErrorNotice.tsx";

/** The contract's limits. */
const fewest = 2;
const most = 16;

/** Empty fields for this many shares. */
export const noShares = (count = fewest): readonly string[] => Array.from({ length: count }, () => "");

export const allTyped = (shares: readonly string[]): boolean => shares.every((share) => share.trim() !== "");

/** Names of the fields that show their own errors. */
export const shareFields = (shares: readonly string[]): string[] => shares.map((_, index) => `shares.${index}`);

interface ShareFieldsProps {
  shares: readonly string[];
  onChange: (shares: readonly string[]) => void;
  error: ShownError | null;
  disabled: boolean;
}

/** One field for each share of a recovery key. */
export function ShareFields({ shares, onChange, error, disabled }: ShareFieldsProps) {
  return (
    <Stack gap="sm" align="flex-start">
      {shares.map((share, index) => (
        <TextInput
          key={index}
          w="100%"
          label={`Share ${index + 1}`}
          classNames={{ input: "mono" }}
          autoComplete="off"
          spellCheck={false}
          value={share}
          disabled={disabled}
          error={fieldError(error, `shares.${index}`)}
          onChange={(event) => onChange(shares.with(index, event.currentTarget.value))}
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
