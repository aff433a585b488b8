import { Button, Group, Stack, Text } from "@mantine/core";
import { useRef } from "react";
import type { SeedResult } from "#shared/contract/seeds.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { nameOf } from "../../app/person-picker/person.ts";
import { PersonPicker } from "../../app/person-picker/PersonPicker.tsx";
import { Modal } from "../../ui/Modal.tsx";
import type { ByHand } from "./by-hand.ts";

interface OwnerDialogProps {
  /** Null: closed. */
  entry: SeedResult | null;
  made: ByHand | undefined;
  /** How many others are nobody's. */
  others: number;
  /** Null takes what was decided back. What comes next is shown at once. */
  onDecide: (made: ByHand | null) => void;
  onSkip: () => void;
  onClose: () => void;
}

/**
 * Asks whose an entry is: a few letters and Enter, or one of those who are likely, or nobody. Goes from one to the next
 * of those that are nobody's, so that the hands stay on the keyboard.
 */
export function OwnerDialog({ entry, onClose, ...rest }: OwnerDialogProps) {
  return (
    <Modal
      opened={entry !== null}
      onClose={onClose}
      title={entry ? say(text("systems.whoseEntry", { at: entry.at })) : ""}
      size="lg"
    >
      {entry && <Choice key={entry.at} entry={entry} {...rest} />}
    </Modal>
  );
}

const factsOf = ({ issuer, account, serial, said }: SeedResult): string[] => [
  ...new Set([issuer, account, serial, ...said].filter((fact) => fact !== "")),
];

function Choice({ entry, made, others, onDecide, onSkip }: Omit<OwnerDialogProps, "entry" | "onClose"> & Asked) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <Stack gap="md">
      <Text size="sm" className="breakable">
        {factsOf(entry).join(" · ")}
      </Text>
      <PersonPicker person={null} inputRef={input} onChoose={(person) => person && onDecide({ owner: person })} />
      {entry.likely.length > 0 && <Likely entry={entry} onDecide={onDecide} />}
      <Group justify="space-between" gap="md">
        <Text size="sm" c="dimmed" role="status">
          {others > 0 && say(text("systems.othersOpen", { count: others }))}
        </Text>
        <Group gap="sm">
          {made !== undefined && (
            <Button variant="default" onClick={() => onDecide(null)}>
              {say(text("systems.asTheFile"))}
            </Button>
          )}
          {made !== "leftOut" && (
            <Button variant="default" onClick={() => onDecide("leftOut")}>
              {say(text("systems.leaveOut"))}
            </Button>
          )}
          {others > 0 && (
            <Button variant="default" onClick={onSkip}>
              {say(text("systems.skip"))}
            </Button>
          )}
        </Group>
      </Group>
    </Stack>
  );
}

interface Asked {
  entry: SeedResult;
}

/** Who has the same name or address: each takes one click, or Tab and Enter. */
function Likely({ entry, onDecide }: Pick<OwnerDialogProps, "onDecide"> & Asked) {
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed">
        {say(text("systems.likelyAre"))}
      </Text>
      {entry.likely.map((person) => (
        <Button
          key={person.id}
          variant="default"
          size="compact-sm"
          onClick={() => onDecide({ owner: { username: person.username, name: person.name } })}
        >
          {person.name === "" ? person.username : `${nameOf(person)} (${person.username})`}
        </Button>
      ))}
    </Group>
  );
}
