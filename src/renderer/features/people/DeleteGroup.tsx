import type { Group } from "#shared/contract/directory.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { counted } from "../../ui/format.ts";

export function DeleteGroup({ group, onClose }: { group: Group | null; onClose: () => void }) {
  const remove = useAction("groups.delete");
  const members = group?.members ?? 0;
  return (
    <ConfirmDialog
      opened={group !== null}
      title={`Delete the group ${group?.name ?? ""}?`}
      consequences={[
        members === 0
          ? "Nobody is in it."
          : `${counted(members, "person is", "people are")} in it. They and everything they have are kept; only the group is deleted.`,
      ]}
      confirmLabel="Delete the group"
      destructive
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => group && remove.mutate({ id: group.id }, { onSuccess: onClose })}
      onClose={() => {
        remove.reset();
        onClose();
      }}
    />
  );
}
