import { Button, Group, Input, Stack, Text } from "@mantine/core";
import { IconPhoto, IconX } from "@tabler/icons-react";
import type { FieldProps } from "../../form/use-contract-form.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import classes from "./LogoField.module.css";
import { pictureAddress } from "./template-draft.ts";

interface LogoFieldProps extends FieldProps<string | null> {
  readOnly: boolean;
}

export function LogoField({ value: logo, onChange, error, readOnly }: LogoFieldProps) {
  const choose = useAction("files.choosePicture");
  const pick = () => choose.mutate({}, { onSuccess: ({ picture }) => picture !== null && onChange(picture) });
  return (
    <Stack gap={4} role="group" aria-label="Logo">
      <Text size="sm" fw={600} aria-hidden>
        Logo
      </Text>
      <Group gap="sm">
        {logo === null ? (
          <Text size="sm" c="dimmed">
            No logo
          </Text>
        ) : (
          <img src={pictureAddress(logo)} alt="The logo" className={classes.logo} />
        )}
        {!readOnly && (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPhoto size={15} />}
            loading={choose.isPending}
            onClick={pick}
          >
            {logo === null ? "Choose a picture" : "Choose another picture"}
          </Button>
        )}
        {!readOnly && logo !== null && (
          <Button variant="default" size="compact-sm" leftSection={<IconX size={15} />} onClick={() => onChange(null)}>
            Remove the logo
          </Button>
        )}
      </Group>
      {!readOnly && (
        <Text size="xs" c="dimmed">
          PNG or JPEG, at most 512 KB
        </Text>
      )}
      {error !== undefined && <Input.Error>{error}</Input.Error>}
      <ErrorNotice error={choose.error} onRetry={pick} />
    </Stack>
  );
}
