import { useNavigate } from "react-router";
import type { OutputOf } from "#shared/contract/index.ts";
import { usePeoplePath } from "../../app/people-list.ts";
import { type Act, ActDialog } from "../../form/ActDialog.tsx";

interface DeletePersonProps {
  person: OutputOf<"users.get">;
  opened: boolean;
  onClose: () => void;
}

const deletion = ({ id, name, username }: DeletePersonProps["person"], onDone: () => void): Act => ({
  procedure: "users.delete",
  input: { user: { id } },
  title: `Delete ${name || username} permanently?`,
  consequences: [
    "Their authenticators and backup codes are deleted too. Hardware tokens return to the inventory.",
    "Only a backup can bring the person back. The audit log keeps their events.",
    "To keep everything and only refuse their codes, disable the person or mark them as left.",
  ],
  confirmLabel: "Delete permanently",
  destructive: true,
  typed: { label: `Type ${username} to confirm`, text: username },
  onAnswer: onDone,
});

/** Deletes a person permanently, once the username is typed. */
export function DeletePerson({ person, opened, onClose }: DeletePersonProps) {
  const navigate = useNavigate();
  const back = usePeoplePath();
  const leave = () => void navigate(back, { replace: true });
  return <ActDialog act={opened ? deletion(person, leave) : null} onClose={onClose} />;
}
