import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

/** The heading of a step in a sequence. */
export function StepHead({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap={4}>
      <Title order={1} size="h3">
        {title}
      </Title>
      <Text c="dimmed">{children}</Text>
    </Stack>
  );
}
