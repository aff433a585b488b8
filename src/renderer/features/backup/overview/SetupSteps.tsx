import { Anchor, List, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useProcedure } from "../../../ipc/hooks.ts";
import { Section } from "../../../ui/Section.tsx";
import { StateBadge } from "../../../ui/StateBadge.tsx";
import { tabPath, type TabName } from "../tabs.ts";

/** What is to be done before the console makes backups by itself. */
export function SetupSteps() {
  const recipients = useProcedure("recipients.list", {}).data?.rows ?? [];
  const places = useProcedure("destinations.list", {}).data?.rows ?? [];
  const plan = useProcedure("backups.plan", {}).data;
  return (
    <Section
      title="The console does not make backups by itself yet"
      description="Three steps, and it saves everything regularly and proves each time that it can be restored."
    >
      <List type="ordered" spacing="md">
        <Step tab="identities" title="Make a recovery identity" done={recipients.length > 0}>
          It opens the backups, and it is kept on paper, away from this computer.
        </Step>
        <Step tab="places" title="Choose a place" done={places.some(({ enabled }) => enabled)}>
          A disk, a folder on the network or a bucket on a server, where the backups are kept.
        </Step>
        <Step tab="schedule" title="Choose how often" done={plan !== undefined && plan.every !== "off"}>
          Every hour, every day or every week; and how long backups are kept.
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
