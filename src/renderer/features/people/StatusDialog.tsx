import type { OutputOf } from "#shared/contract/index.ts";
import type { UserStatus } from "#shared/model/records.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";

interface Wording {
  title: (name: string) => string;
  consequences: (name: string) => readonly string[];
  confirmLabel: string;
}

const wordings: Record<UserStatus, Wording> = {
  active: {
    title: (name) => `Enable ${name}?`,
    consequences: (name) => [`Codes of ${name} are accepted again, with the authenticators as they were.`],
    confirmLabel: "Enable this person",
  },
  disabled: {
    title: (name) => `Disable ${name}?`,
    consequences: (name) => [
      `No code and no backup code of ${name} is accepted any more.`,
      "The authenticators stay as they are and work again when the person is enabled.",
    ],
    confirmLabel: "Disable this person",
  },
  left: {
    title: (name) => `Mark ${name} as left?`,
    consequences: (name) => [
      `No code and no backup code of ${name} is accepted any more.`,
      "A letter that was not used becomes void.",
      "Nothing is deleted. If the person comes back, enable them again.",
    ],
    confirmLabel: "Mark as left",
  },
};

interface StatusDialogProps {
  person: OutputOf<"users.get">;
  /** The status to be set; null: nothing is asked. */
  status: UserStatus | null;
  onClose: () => void;
}

/** Asks before a person's status changes, and changes it. */
export function StatusDialog({ person, status, onClose }: StatusDialogProps) {
  const set = useAction("users.setStatus");
  const name = person.name || person.username;
  const wording = status && wordings[status];
  return (
    <ConfirmDialog
      opened={status !== null}
      title={wording?.title(name) ?? ""}
      consequences={wording?.consequences(name) ?? []}
      confirmLabel={wording?.confirmLabel ?? ""}
      destructive={status !== "active"}
      busy={set.isPending}
      error={set.error}
      onConfirm={() => status && set.mutate({ user: { id: person.id }, status }, { onSuccess: onClose })}
      onClose={() => {
        set.reset();
        onClose();
      }}
    />
  );
}
