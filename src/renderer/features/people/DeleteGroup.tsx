import type { Group } from "#shared/contract/directory.ts";
import { type Act, ActDialog } from "../../form/ActDialog.tsx";
import { counted } from "../../ui/format.ts";

const deletion = ({ id, name, members }: Group): Act => ({
  procedure: "groups.delete",
  input: { id },
  title: `Delete the group ${name}?`,
  consequences: [
    members === 0
      ? "Nobody is in it."
      : `${counted(members, "person is", "people are")} in it. They and everything they have are kept; only the group is deleted.`,
  ],
  confirmLabel: "Delete the group",
  destructive: true,
});

export function DeleteGroup({ group, onClose }: { group: Group | null; onClose: () => void }) {
  return <ActDialog act={group && deletion(group)} onClose={onClose} />;
}
