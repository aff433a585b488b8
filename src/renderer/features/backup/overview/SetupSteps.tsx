import { Anchor, List, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useProcedure } from "../../../ipc/hooks.ts";
import { Section } from "../../../ui/Section.tsx";
import { StateBadge } from "../../../ui/StateBadge.tsx";
import { tabPath, type TabName } from "../tabs.ts";

/** What to do before the console makes automatic backups. */
export function SetupSteps() {
  const recipients = useProcedure("recipients.list", {}).data?.rows ?? [];
  const places = useProcedure("destinations.list", {}).data?.rows ?? [];
  const plan = useProcedure("backupPlan.get", {}).data;
  return (
    <Section
      title="Automatic backups are off"
      description="After three steps, the console backs up everything regularly and test-restores every backup."
    >
      <List type="ordered" spacing="md">
        <Step tab="backup-keys" title="Create a backup key" done={recipients.length > 0}>
          It opens the backups. Keep it on paper, away from this computer.
        </Step>
        <Step tab="locations" title="Choose a location" done={places.some(({ enabled }) => enabled)}>
          A disk, a network folder or a bucket on a server where the backups are kept.
        </Step>
        <Step tab="schedule" title="Choose how often" done={plan !== undefined && plan.every !== "off"}>
          Every hour, day or week, and how long backups are kept.
        </Step>
      </List>
    </Section>
  );
}

interface StepProps {
  tab: TabName;
  title: string;
  done: boolean;
  children: ReactNode;
}

function Step({ tab, title, done, children }: StepProps) {
  return (
    <List.Item>
      <Anchor component={Link} to={tabPath(tab)} fw={600}>
        {title}
      </Anchor>{" "}
      {done && <StateBadge tone="good">Done</StateBadge>}
      <Text size="sm" c="dimmed">
        {children}
      </Text>
    </List.Item>
  );
}
