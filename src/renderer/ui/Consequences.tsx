import { List, Text } from "@mantine/core";
import type { ReactNode } from "react";

/** What will happen, one line each. */
export function Consequences({ of }: { of: readonly ReactNode[] }) {
  if (of.length === 1) return <Text>{of[0]}</Text>;
  return (
    <List spacing={6}>
      {of.map((consequence, index) => (
        <List.Item key={index}>{consequence}</List.Item>
      ))}
    </List>
  );
}
