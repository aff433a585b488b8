import { Stack, Text, Title } from "@mantine/core";

export function VaultHead() {
  return (
    <Stack gap={4}>
      <Title order={1} size="h3">
        Unlock the console
      </Title>
      <Text c="dimmed">Its secrets are encrypted and must be unlocked first.</Text>
    </Stack>
  );
}
