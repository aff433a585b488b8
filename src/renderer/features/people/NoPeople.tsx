import { Button, Group } from "@mantine/core";
import { IconFileImport, IconFilterOff, IconUsers } from "@tabler/icons-react";
import { Link } from "react-router";
import { useMay } from "../../app/may.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";

interface NoPeopleProps {
  filtered: boolean;
  onClear: () => void;
  onAdd: (() => void) | undefined;
}

export function NoPeople({ filtered, onClear, onAdd }: NoPeopleProps) {
  const mayImport = useMay("imports.run");
  if (filtered) {
    return (
      <div className="surface">
        <EmptyState
          icon={<IconFilterOff size={28} />}
          title="Nobody matches"
          action={
            <Button variant="default" onClick={onClear}>
              Clear search and filters
            </Button>
          }
        >
          No people match this search and these filters.
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="surface">
      <EmptyState
        icon={<IconUsers size={28} />}
        title="No people yet"
        action={
          <Group gap="sm" justify="center">
            {onAdd && <Button onClick={onAdd}>Add the first person</Button>}
            {mayImport && (
              <Button variant="default" component={Link} to="/people/import" leftSection={<IconFileImport size={18} />}>
                Import a table{" "}
              </Button>
            )}
          </Group>
        }
      >
        Add people or import a table of them. Then enrol each with their phone.
      </EmptyState>
    </div>
  );
}
