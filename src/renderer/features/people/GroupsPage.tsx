import { Button, Group as Row, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconSearch, IconUsersGroup } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { Group } from "#shared/contract/directory.ts";
import { sortKey } from "#shared/model/text.ts";
import { useMay } from "../../app/may.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { counted } from "../../ui/format.ts";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { BackToPeople } from "./BackToPeople.tsx";
import { DeleteGroup } from "./DeleteGroup.tsx";
import { EditGroup } from "./EditGroup.tsx";
import { GroupTable } from "./GroupTable.tsx";

type Asking = { about: "edit" | "delete"; group: Group } | { about: "add" } | null;

const noGroups: readonly Group[] = [];

/** The groups of people: for filtering, and for enrolling their members together. */
export function GroupsPage() {
  const { data, error, refetch } = useProcedure("groups.list", {});
  const [search, setSearch] = useState("");
  const [asking, setAsking] = useState<Asking>(null);
  const mayChange = useMay("groups.edit");
  const groups = data?.groups ?? noGroups;
  const shown = useMemo(() => {
    const wanted = sortKey(search.trim());
    return groups.filter(({ name, description }) => sortKey(`${name} ${description}`).includes(wanted));
  }, [groups, search]);
  const close = () => setAsking(null);
  const add = mayChange && (
    <Button leftSection={<IconPlus size={18} />} onClick={() => setAsking({ about: "add" })}>
      Add a group
    </Button>
  );
  return (
    <Stack gap="md" flex={1} mih={0}>
      <BackToPeople />
      <PageHeader
        title="Groups"
        description={data ? counted(groups.length, "group", "groups") : " "}
        actions={groups.length > 0 && add}
      />
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {data && groups.length === 0 ? (
        <NoGroups add={add} />
      ) : (
        <>
          <Row>
            <TextInput
              aria-label="Search groups"
              placeholder="Search by name or description"
              leftSection={<IconSearch size={17} aria-hidden />}
              flex={1}
              maw={420}
              autoComplete="off"
              data-search
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
          </Row>
          {data && shown.length === 0 && <Text c="dimmed">No group matches.</Text>}
          <GroupTable
            groups={shown}
            loading={data === undefined && !error}
            onAsk={mayChange ? (about, group) => setAsking({ about, group }) : undefined}
          />
        </>
      )}
      <EditGroup
        opened={asking?.about === "add" || asking?.about === "edit"}
        group={asking?.about === "edit" ? asking.group : null}
        onClose={close}
      />
      <DeleteGroup group={asking?.about === "delete" ? asking.group : null} onClose={close} />
    </Stack>
  );
}

function NoGroups({ add }: { add: React.ReactNode }) {
  return (
    <div className="surface">
      <EmptyState icon={<IconUsersGroup size={28} />} title="No groups yet" action={add}>
        A group contains people who belong together, such as a department. You can filter lists by group and enrol its
        members together.
      </EmptyState>
    </div>
  );
}
