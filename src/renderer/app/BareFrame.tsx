import { Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Brand } from "../ui/Brand.tsx";
import { ColorSchemeToggle } from "./ColorSchemeToggle.tsx";
import classes from "./BareFrame.module.css";
import { DemoMark } from "./DemoMark.tsx";
import { useStatus } from "./session.ts";

interface BareFrameProps {
  /** Width of the card in pixels. */
  width?: number;
  /** Keeps the top of the content in place while its height changes, as in a wizard. */
  fromTop?: boolean;
  children: ReactNode;
}

/** The window without navigation: before and between sessions. */
export function BareFrame({ width = 460, fromTop = false, children }: BareFrameProps) {
  const { organisation, version } = useStatus();
  return (
    <div className={classes.frame}>
      <DemoMark />
      <Group component="header" justify="space-between" px="lg" py="md">
        <Group gap="md">
          <Brand />
          {organisation && <Text c="dimmed">{organisation}</Text>}
        </Group>
        <ColorSchemeToggle />
      </Group>
      <main className={classes.main} data-from-top={fromTop}>
        <Stack w="100%" maw={width} gap="lg">
          {children}
        </Stack>
      </main>
      <Text component="footer" size="xs" c="dimmed" ta="center" py="sm">
        Version {version}
      </Text>
    </div>
  );
}

/** The card in the middle of a bare frame. */
export function Card({ children }: { children: ReactNode }) {
  return (
    <Stack className="surface" p="xl" gap="lg">
      {children}
    </Stack>
  );
}
