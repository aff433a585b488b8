import { TextInput } from "@mantine/core";
import type { GroupId } from "#shared/model/ids.ts";
import { fieldError, type ShownError } from "../../ui/ErrorNotice.tsx";
import { GroupsField } from "./GroupsField.tsx";

export interface PersonDraft {
  username: string;
  name: string;
  email: string;
  externalId: string;
  groups: GroupId[];
}

export const emptyDraft: PersonDraft = { username: "", name: "", email: "", externalId: "", groups: [] };

/** Fields that this form marks itself. */
export const personFields = ["username", "name", "email", "externalId", "groups"] as const;

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
        description="The same as in the systems the person signs in to"
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
      <TextInput
        label="External id"
        description="The person's number in another system, if there is one"
        autoComplete="off"
        spellCheck={false}
        maxLength={128}
        value={draft.externalId}
        error={fieldError(error, "externalId")}
        onChange={(event) => onChange({ ...draft, externalId: event.currentTarget.value })}
      />
      <GroupsField
        groups={draft.groups}
        error={fieldError(error, "groups")}
        onChange={(groups) => onChange({ ...draft, groups })}
      />
    </>
  );
}
