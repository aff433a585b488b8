import { Button, Group, Stack, Text } from "@mantine/core";
import { IconWand } from "@tabler/icons-react";
import type { SystemStatus } from "#shared/contract/system.ts";
import { secondsInWords } from "../../ui/format.ts";
import { useCountdown } from "../../ui/use-countdown.ts";
import classes from "./DemoAccount.module.css";

interface DemoAccountProps {
  demo: NonNullable<SystemStatus["demo"]>;
  onFill: () => void;
}

/** What to sign in to the demo with at this moment. */
export function DemoAccount({ demo, onFill }: DemoAccountProps) {
  const left = useCountdown(demo.codeExpiresAt);
  return (
    <Stack className={classes.account} gap="sm" role="region" aria-label="Demo account">
      <Group justify="space-between">
        <Text fw={650}>Sign in to the demo with</Text>
        <Button size="compact-md" leftSection={<IconWand size={16} />} onClick={onFill}>
          Fill in
        </Button>
      </Group>
      <dl className={classes.facts}>
        <dt>Name</dt>
        <dd>{demo.name}</dd>
        <dt>Password</dt>
        <dd>{demo.password}</dd>
        <dt>Code</dt>
        <dd>
          {demo.code} <span className={classes.left}>valid for {secondsInWords(left)}</span>
        </dd>
      </dl>
    </Stack>
  );
}
