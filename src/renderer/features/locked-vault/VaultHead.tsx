import { Stack, Text, Title } from "@mantine/core";

export function VaultHead() {
  return (
    <Stack gap={4}>
      <Title order={1} size="h3">
        Unlock the console
      </Title>
      <Text c="dimmed">The people's secrets are encrypted. Open them to go on.</Text>
    </Stack>
  );
}
