import { Text } from "@mantine/core";
import { referenceOf } from "./faults.ts";

/** Shown with a fault: its reference in the log. */
export function Reference({ error }: { error: Parameters<typeof referenceOf>[0] }) {
  const reference = referenceOf(error);
  if (reference === null) return null;
  return (
    <Text size="xs" c="dimmed">
      Reference: <span className="mono breakable">{reference}</span>
    </Text>
  );
}
