import { Group, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import type { OutputOf } from "#shared/contract/index.ts";
import { NextInList } from "../../app/NextInList.tsx";
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
          {person.name || person.username}: {confirmed.token.label} is active.
          {confirmed.backupCodes.length === 0 && " The backup codes have not changed."}
        </Text>
      </Group>
      <NextInList person={person} />
    </Section>
  );
}
