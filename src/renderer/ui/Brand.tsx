import { Group, Text, ThemeIcon } from "@mantine/core";
import { IconChecks } from "@tabler/icons-react";

/** The console's logo and name. */
export function Brand({ size = "md" }: { size?: "md" | "lg" }) {
  const large = size === "lg";
  return (
    <Group gap="sm" wrap="nowrap">
      <ThemeIcon size={large ? 40 : 32} radius="md" aria-hidden>
        <IconChecks size={large ? 26 : 20} stroke={2.2} />
      </ThemeIcon>
      <Text fw={700} fz={large ? 22 : 17} lts="-0.01em">
        Countersign
      </Text>
    </Group>
  );
}
