import { Button, Group, Stack, Text } from "@mantine/core";
import { IconDeviceMobilePlus, IconPencil, IconUserCheck, IconUserOff } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import type { OutputOf } from "#shared/contract/index.ts";
import { useMay } from "../../app/session.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { TimeText } from "../../ui/TimeText.tsx";
import { EnrolmentBadge, UserBadge } from "./badges.tsx";
import { EditPerson } from "./EditPerson.tsx";

type Person = OutputOf<"users.get">;

export function PersonHeader({ person }: { person: Person }) {
  const mayEdit = useMay("users.edit");
  return (
    <Stack gap="xs">
      <PageHeader
        title={person.name || person.username}
        description={
          <span className="breakable">
            {person.username}
            {person.email && ` · ${person.email}`}
          </span>
        }
        actions={mayEdit && <PersonActions person={person} />}
      />
      <Group gap="sm">
        <UserBadge status={person.status} />
        <EnrolmentBadge state={person.enrolment} />
        <Text size="sm" c="dimmed">
          Added <TimeText at={person.createdAt} />
        </Text>
      </Group>
    </Stack>
  );
}

function PersonActions({ person }: { person: Person }) {
  const [open, setOpen] = useState<"edit" | "status" | null>(null);
  const close = () => setOpen(null);
  const disabled = person.status === "disabled";
  return (
    <>
      <Button variant="default" leftSection={<IconPencil size={16} />} onClick={() => setOpen("edit")}>
        Edit
      </Button>
      <Button
        variant="default"
        leftSection={disabled ? <IconUserCheck size={16} /> : <IconUserOff size={16} />}
        onClick={() => setOpen("status")}
      >
        {disabled ? "Enable" : "Disable"}
      </Button>
      {!disabled && (
        <Button component={Link} to={`/people/${person.id}/enrol`} leftSection={<IconDeviceMobilePlus size={18} />}>
          Enrol a phone
        </Button>
      )}
      <EditPerson person={person} opened={open === "edit"} onClose={close} />
      <StatusDialog person={person} opened={open === "status"} onClose={close} />
    </>
  );
}

interface StatusDialogProps {
  person: Person;
  opened: boolean;
  onClose: () => void;
}

function StatusDialog({ person, opened, onClose }: StatusDialogProps) {
  const disable = useAction("users.disable");
  const enable = useAction("users.enable");
  const disabled = person.status === "disabled";
  const action = disabled ? enable : disable;
  const name = person.name || person.username;
  return (
    <ConfirmDialog
      opened={opened}
      title={`${disabled ? "Enable" : "Disable"} ${name}?`}
      consequences={
        disabled
          ? [`Codes of ${name} are accepted again, with the authenticators as they were.`]
          : [
              `No code and no backup code of ${name} is accepted any more.`,
              "The authenticators stay as they are and work again when the person is enabled.",
            ]
      }
      confirmLabel={disabled ? "Enable this person" : "Disable this person"}
      destructive={!disabled}
      busy={action.isPending}
      error={action.error}
      onConfirm={() => action.mutate({ user: { id: person.id } }, { onSuccess: onClose })}
      onClose={() => {
        action.reset();
        onClose();
      }}
    />
  );
}
