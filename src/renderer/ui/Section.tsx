import { Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

interface SectionProps {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of a page on its own surface. */
export function Section({ title, description, actions, children }: SectionProps) {
  return (
    <Stack component="section" className="surface" p="lg" gap="md" aria-label={title}>
      <Group justify="space-between" align="flex-start" gap="xs md">
        <Stack gap={2} miw={0} className="grows">
          <Title order={2} size="h4" className="breakable">
            {title}
          </Title>
          {description && (
            <Text size="sm" c="dimmed">
              {description}
            </Text>
          )}
        </Stack>
        {actions}
      </Group>
      {children}
    </Stack>
  );
}
