import { Anchor, Button, Group, Menu, Stack, Text } from "@mantine/core";
import { IconDeviceMobilePlus, IconDots, IconPencil, IconUserCheck, IconUserOff } from "@tabler/icons-react";
import { Fragment, useState } from "react";
import { Link, useLocation } from "react-router";
import type { OutputOf } from "#shared/contract/index.ts";
import { useMay } from "../../app/may.ts";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { TimeText } from "../../ui/TimeText.tsx";
import { EnrolmentBadge, UserBadge } from "./badges.tsx";
import { DeletePerson } from "./DeletePerson.tsx";
import { EditPerson } from "./EditPerson.tsx";
import { StatusDialog } from "./StatusDialog.tsx";

type Person = OutputOf<"users.get">;

export function PersonHeader({ person }: { person: Person }) {
  const mayEdit = useMay("users.edit");
  const facts = [person.username, person.email, person.externalId && `Id ${person.externalId}`];
  return (
    <Stack gap="xs">
      <PageHeader
        title={person.name || person.username}
        description={<span className="breakable">{facts.filter((fact) => fact !== "").join(" · ")}</span>}
        actions={mayEdit && <PersonActions person={person} />}
      />
      <Group gap="sm">
        <UserBadge status={person.status} />
        <EnrolmentBadge state={person.enrolment} />
        <Text size="sm" c="dimmed">
          Added <TimeText at={person.createdAt} />
        </Text>
        {person.groups.length > 0 && <GroupLinks groups={person.groups} />}
      </Group>
    </Stack>
  );
}

/** Each links to the people in the group. */
function GroupLinks({ groups }: { groups: Person["groups"] }) {
  return (
    <Text size="sm" c="dimmed" className="breakable">
      {"In "}
      {groups.map(({ id, name }, index) => (
        <Fragment key={id}>
          {index > 0 && ", "}
          <Anchor component={Link} to={`/people?group=${id}`} size="sm">
            {name}
          </Anchor>
        </Fragment>
      ))}
    </Text>
  );
}

type Asking = "edit" | "active" | "disabled" | "left" | "delete" | null;

function PersonActions({ person }: { person: Person }) {
  const state: unknown = useLocation().state;
  const [asking, setAsking] = useState<Asking>(null);
  const close = () => setAsking(null);
  const active = person.status === "active";
  return (
    <>
      <Button variant="default" leftSection={<IconPencil size={16} />} onClick={() => setAsking("edit")}>
        Edit
      </Button>
      <Button
        variant="default"
        leftSection={active ? <IconUserOff size={16} /> : <IconUserCheck size={16} />}
        onClick={() => setAsking(active ? "disabled" : "active")}
      >
        {active ? "Disable" : "Enable"}
      </Button>
      <Menu position="bottom-end" shadow="md" width={200}>
        <Menu.Target>
          <Button variant="default" px={9} aria-label="More about this person">
            <IconDots size={18} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {person.status !== "left" && <Menu.Item onClick={() => setAsking("left")}>Mark as left</Menu.Item>}
          <Menu.Item onClick={() => setAsking("delete")}>Delete permanently</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {active && (
        <Button
          component={Link}
          to={`/people/${person.id}/enrol`}
          state={state}
          {...(person.enrolment === "active" ? {} : { "data-autofocus": true })}
          leftSection={<IconDeviceMobilePlus size={18} />}
        >
          Enrol a phone
        </Button>
      )}
      <EditPerson person={person} opened={asking === "edit"} onClose={close} />
      <StatusDialog
        person={person}
        status={asking === "active" || asking === "disabled" || asking === "left" ? asking : null}
        onClose={close}
      />
      <DeletePerson person={person} opened={asking === "delete"} onClose={close} />
    </>
  );
}
