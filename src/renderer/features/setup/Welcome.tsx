import { Group, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { IconArchive, IconBuilding, IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import { BareFrame } from "../../app/BareFrame.tsx";
import { useConsole } from "../../app/session.ts";
import classes from "./Welcome.module.css";

/** The first screen on a computer without a database. */
export function Welcome() {
  const { setFlow } = useConsole();
  return (
    <BareFrame width={600}>
      <Stack gap={6}>
        <Title order={1}>Welcome</Title>
        <Text c="dimmed" fz="lg">
          Countersign enrols people in two-factor authentication and checks their codes. Everything stays on this
          computer.
        </Text>
      </Stack>
      <Stack gap="sm">
        <Choice
          icon={<IconBuilding size={26} stroke={1.6} />}
          title="Set up a new console"
          first
          onClick={() => setFlow("setup")}
        >
          Name the organisation, choose a password and enrol yourself. This takes about five minutes. Have your phone
          ready, and a printer or a safe place for a file.
        </Choice>
        <Choice
          icon={<IconArchive size={26} stroke={1.6} />}
          title="Restore from a backup"
          onClick={() => setFlow("restore")}
        >
          Bring back a console from a backup file. You need the file and what opens it.
        </Choice>
      </Stack>
    </BareFrame>
  );
}

interface ChoiceProps {
  icon: ReactNode;
  title: string;
  /** Gets the focus first. */
  first?: boolean;
  children: ReactNode;
  onClick: () => void;
}

function Choice({ icon, title, first = false, children, onClick }: ChoiceProps) {
  const description = useId();
  return (
    <div className={classes.choice}>
      <Group wrap="nowrap" gap="lg">
        <span className={classes.icon} aria-hidden>
          {icon}
        </span>
        <Stack gap={2} flex={1}>
          <UnstyledButton
            className={classes.button}
            aria-describedby={description}
            onClick={onClick}
            {...(first ? { "data-autofocus": true } : {})}
          >
            {title}
          </UnstyledButton>
          <Text c="dimmed" size="sm" id={description}>
            {children}
          </Text>
        </Stack>
        <IconChevronRight size={20} aria-hidden />
      </Group>
    </div>
  );
}
