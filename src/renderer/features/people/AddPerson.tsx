import { Button, Group, Stack, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { Link, useNavigate } from "react-router";
import type { OutputOf } from "#shared/contract/index.ts";
import { useMay } from "../../app/may.ts";
import { FormNotice } from "../../form/FormNotice.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { isNamed, type PersonDraft, PersonFields } from "./PersonFields.tsx";
import { Modal } from "../../ui/Modal.tsx";

type Person = OutputOf<"users.add">;

interface AddPersonProps {
  opened: boolean;
  onClose: () => void;
}

export function AddPerson({ opened, onClose }: AddPersonProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add a person" size="md">
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

const nobody: PersonDraft = { username: "", name: "", email: "", externalId: "", groups: [] };

function AddPersonForm({ onAdded, onClose }: AddPersonFormProps) {
  const enrols = useRef(false);
  const mayEnrol = useMay("tokens.begin");
  const navigate = useNavigate();
  const form = useContractForm({
    procedure: "users.add",
    initial: nobody,
    input: (person) => person,
    ready: isNamed,
    onDone: (person) => (enrols.current ? void navigate(`/people/${person.id}/enrol`) : onAdded(person)),
  });
  return (
    <form {...form.element}>
      <Stack gap="md">
        <PersonFields field={form.field} groups={form.field("groups")} />
        <FormNotice form={form} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          {mayEnrol && (
            <Button
              variant="default"
              disabled={!form.isReady || form.busy}
              onClick={() => {
                enrols.current = true;
                form.submit();
              }}
            >
              Add and enrol
            </Button>
          )}
          <Button type="submit" loading={form.busy} disabled={!form.isReady} onClick={() => (enrols.current = false)}>
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
