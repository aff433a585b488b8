import { Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./Finding.module.css";
import type { FindingProps } from "./findings.ts";

const icons = { good: IconCircleCheck, note: IconInfoCircle, bad: IconAlertTriangle };
const words = { good: "OK", note: "Note", bad: "Needs attention" };

export function Finding({ state, title, lines, children }: FindingProps & { children?: ReactNode }) {
  const Icon = icons[state];
  return (
    <Group component="li" gap="md" wrap="nowrap" align="flex-start" className={classes.finding ?? ""}>
      <span className={classes.sign} data-state={state}>
        <Icon size={24} stroke={1.8} role="img" aria-label={words[state]} />
      </span>
      <Stack gap={2} flex={1} miw={0}>
        <Text fw={600}>{title}</Text>
        {lines.map((line) => (
          <Text size="sm" c="dimmed" key={line} className="breakable">
            {line}
          </Text>
        ))}
        {children}
      </Stack>
    </Group>
  );
}
