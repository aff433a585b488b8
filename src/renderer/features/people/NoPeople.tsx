import { Button } from "@mantine/core";
import { IconFilterOff, IconUsers } from "@tabler/icons-react";
import { EmptyState } from "../../ui/EmptyState.tsx";

interface NoPeopleProps {
  filtered: boolean;
  onClear: () => void;
  onAdd: (() => void) | undefined;
}

export function NoPeople({ filtered, onClear, onAdd }: NoPeopleProps) {
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
          There are people in this console, but none with this search and these filters.
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="surface">
      <EmptyState
        icon={<IconUsers size={28} />}
        title="No people yet"
        action={onAdd && <Button onClick={onAdd}>Add the first person</Button>}
      >
        Add the people of your organisation here, then enrol each of them with their phone.
      </EmptyState>
    </div>
  );
}
