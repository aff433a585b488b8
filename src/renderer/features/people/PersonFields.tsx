import { TextInput } from "@mantine/core";
import { fieldError, type ShownError } from "../../ui/ErrorNotice.tsx";

export interface PersonDraft {
  username: string;
  name: string;
  email: string;
}

export const emptyDraft: PersonDraft = { username: "", name: "", email: "" };

/** Fields that this form marks itself. */
export const personFields = ["username", "name", "email"] as const;

interface PersonFieldsProps {
  draft: PersonDraft;
  onChange: (draft: PersonDraft) => void;
  error: ShownError | null;
}

export function PersonFields({ draft, onChange, error }: PersonFieldsProps) {
  return (
    <>
      <TextInput
        label="Username"
        description="As in the systems that the person signs in to"
        required
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        maxLength={128}
        value={draft.username}
        error={fieldError(error, "username")}
        onChange={(event) => onChange({ ...draft, username: event.currentTarget.value })}
      />
      <TextInput
        label="Full name"
        autoComplete="off"
        maxLength={200}
        value={draft.name}
        error={fieldError(error, "name")}
        onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
      />
      <TextInput
        label="E-mail"
        autoComplete="off"
        spellCheck={false}
        maxLength={254}
        value={draft.email}
        error={fieldError(error, "email")}
        onChange={(event) => onChange({ ...draft, email: event.currentTarget.value })}
      />
    </>
  );
}
