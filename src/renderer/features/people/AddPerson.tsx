import { Button, Group, Stack, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import type { OutputOf } from "#shared/contract/index.ts";
import { useMay } from "../../app/session.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { emptyDraft, personFields, PersonFields } from "./PersonFields.tsx";
import { Modal } from "../../ui/Modal.tsx";

type Person = OutputOf<"users.add">;

interface AddPersonProps {
  opened: boolean;
  onClose: () => void;
}

export function AddPerson({ opened, onClose }: AddPersonProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add a person" size="md" keepMounted={false}>
      <AddPersonBody onClose={onClose} />
    </Modal>
  );
}

/** The form, followed by the offer to enrol the person. */
function AddPersonBody({ onClose }: { onClose: () => void }) {
  const [added, setAdded] = useState<Person | null>(null);
  return added ? (
    <Added person={added} onAnother={() => setAdded(null)} />
  ) : (
    <AddPersonForm onAdded={setAdded} onClose={onClose} />
  );
}

interface AddPersonFormProps {
  onAdded: (person: Person) => void;
  onClose: () => void;
}

function AddPersonForm({ onAdded, onClose }: AddPersonFormProps) {
  const [draft, setDraft] = useState(emptyDraft);
  const mayEnrol = useMay("tokens.begin");
  const navigate = useNavigate();
  const add = useAction("users.add");
  const submit = () => add.mutate(draft, { onSuccess: onAdded });
  const submitAndEnrol = () =>
    add.mutate(draft, { onSuccess: (person) => void navigate(`/people/${person.id}/enrol`) });
  const blank = draft.username.trim() === "";
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        <PersonFields draft={draft} onChange={setDraft} error={add.error} />
        <ErrorNotice error={add.error} onRetry={submit} marked={personFields} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          {mayEnrol && (
            <Button variant="default" disabled={blank || add.isPending} onClick={submitAndEnrol}>
              Add and enrol
            </Button>
          )}
          <Button type="submit" loading={add.isPending} disabled={blank}>
            Add
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Added({ person, onAnother }: { person: Person; onAnother: () => void }) {
  const navigate = useNavigate();
  return (
    <Stack gap="lg">
      <Group gap="sm" wrap="nowrap" role="status">
        <IconCircleCheck size={28} stroke={1.6} aria-hidden className="good-sign" />
        <Text className="breakable">
          <strong>{person.name || person.username}</strong> was added. Codes can be checked once the person has an
          authenticator.
        </Text>
      </Group>
      <Group justify="space-between" gap="sm">
        <Button variant="default" onClick={onAnother}>
          Add another
        </Button>
        <Group gap="sm">
          <Button variant="default" component={Link} to={`/people/${person.id}`}>
            Open
          </Button>
          <Button data-autofocus onClick={() => void navigate(`/people/${person.id}/enrol`)}>
            Enrol now
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}
