import { Button, Group, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { Link } from "react-router";
import type { OutputOf } from "#shared/contract/index.ts";
import { Section } from "../../ui/Section.tsx";

interface DoneStepProps {
  person: OutputOf<"users.get">;
  confirmed: OutputOf<"tokens.confirm">;
}

export function DoneStep({ person, confirmed }: DoneStepProps) {
  return (
    <Section title="Enrolled">
      <Group gap="sm" wrap="nowrap" role="status">
        <IconCircleCheck size={28} stroke={1.6} aria-hidden className="good-sign" />
        <Text className="breakable">
          {confirmed.token.label} of {person.name || person.username} is active.
          {confirmed.backupCodes.length === 0 && " The backup codes stay as they were."}
        </Text>
      </Group>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" component={Link} to="/people">
          Back to people
        </Button>
        <Button component={Link} to={`/people/${person.id}`} replace>
          Open the person
        </Button>
      </Group>
    </Section>
  );
}
