import { Button, Group, Menu, Text } from "@mantine/core";
import { IconChevronUp, IconFileExport, IconMail, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import type { Count } from "#shared/contract/directory.ts";
import { UserStatus } from "#shared/model/records.ts";
import { ExportPeople } from "../../app/export/ExportPeople.tsx";
import { useMay } from "../../app/may.ts";
import { userStatusInWords } from "../../app/words.ts";
import { BulkDialog, type BulkJob } from "./BulkDialog.tsx";
import type { BulkPlan } from "./bulk-words.ts";
import { peopleInWords } from "./counts.ts";
import { countOf, isEmpty, mostNamed, toSelection } from "./selection.ts";
import type { PeopleSelection } from "./use-selection.ts";
import classes from "./SelectionBar.module.css";
import { numberInWords } from "../../ui/format.ts";

interface SelectionBarProps {
  selection: PeopleSelection;
  /** How many match; null while not known. */
  total: Count | null;
  filtered: boolean;
}

/** Says how many are selected, and offers what can be done with them. */
export function SelectionBar({ selection, total, filtered }: SelectionBarProps) {
  const { chosen, full } = selection;
  // The request stays the same while the list changes.
  const [job, setJob] = useState<BulkJob | null>(null);
  const [exporting, setExporting] = useState(false);
  const count = countOf(chosen, total);
  const whom = count ? peopleInWords(count) : "Everyone on the list";
  const target = toSelection(chosen);
  const finish = (changed: boolean) => {
    setJob(null);
    if (changed) selection.clear();
  };
  return (
    <>
      {!isEmpty(chosen) && (
        <Group className={classes.bar ?? ""} gap="sm" role="group" aria-label="Selected people">
          <Text fw={600} className="numbers" role="status">
            {whom} selected
          </Text>
          <AllOfThem selection={selection} total={total} filtered={filtered} />
          {full && <Text size="sm">{`At most ${numberInWords(mostNamed)} can be selected one by one.`}</Text>}
          <Group gap="xs" ml="auto">
            <Button variant="subtle" size="xs" onClick={selection.clear}>
              Clear selection
            </Button>
            <Actions
              selection={target}
              onPlan={(plan) => target && setJob({ plan, selection: target, whom })}
              onExport={() => setExporting(true)}
            />
          </Group>
        </Group>
      )}
      <BulkDialog job={job} onClose={finish} />
      {target && <ExportPeople opened={exporting} onClose={() => setExporting(false)} selection={target} whom={whom} />}
    </>
  );
}

/** From the rows that were selected one by one to everyone on the list. */
function AllOfThem({ selection, total, filtered }: SelectionBarProps) {
  const { chosen } = selection;
  if (total === null || chosen.kind === "all" || (total.exact && total.count <= chosen.ids.size)) return null;
  const label = total.exact
    ? `Select all ${numberInWords(total.count)}${filtered ? " that match" : ""}`
    : "Select all that match";
  return (
    <Button variant="subtle" size="compact-sm" onClick={selection.all}>
      {label}
    </Button>
  );
}

interface ActionsProps {
  selection: ReturnType<typeof toSelection>;
  onPlan: (plan: BulkPlan) => void;
  onExport: () => void;
}

function Actions({ selection, onPlan, onExport }: ActionsProps) {
  const mayChange = useMay("bulk.run");
  const mayExport = useMay("imports.exportUsers");
  const mayEnrol = useMay("letters.issue");
  return (
    <>
      {mayChange && (
        <>
          <UpMenu label="Set status">
            {UserStatus.options.map((status) => (
              <Menu.Item key={status} onClick={() => onPlan({ kind: "setStatus", status })}>
                {userStatusInWords[status]}
              </Menu.Item>
            ))}
          </UpMenu>
          <UpMenu label="Groups">
            <Menu.Item onClick={() => onPlan({ kind: "addToGroup" })}>Add to group</Menu.Item>
            <Menu.Item onClick={() => onPlan({ kind: "removeFromGroup" })}>Remove from group</Menu.Item>
          </UpMenu>
        </>
      )}
      {mayExport && (
        <Button variant="default" size="xs" leftSection={<IconFileExport size={16} />} onClick={onExport}>
          Export
        </Button>
      )}
      {mayChange && (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconTrash size={16} />}
          onClick={() => onPlan({ kind: "delete" })}
        >
          Delete
        </Button>
      )}
      {mayEnrol && (
        <Button size="xs" component={Link} to="/letters/new" state={{ selection }} leftSection={<IconMail size={16} />}>
          Enrol by letter
        </Button>
      )}
    </>
  );
}

function UpMenu({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <Menu position="top-start" shadow="md" width={200}>
      <Menu.Target>
        <Button variant="default" size="xs" rightSection={<IconChevronUp size={15} aria-hidden />}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
