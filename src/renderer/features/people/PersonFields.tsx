import { TextInput } from "@mantine/core";
import type { GroupId } from "#shared/model/ids.ts";
import type { FieldProps, TextFields } from "../../form/use-contract-form.ts";
import { GroupsField } from "./GroupsField.tsx";

export interface PersonDraft {
  username: string;
  name: string;
  email: string;
  externalId: string;
  groups: GroupId[];
}

export const isNamed = ({ username }: PersonDraft): boolean => username.trim() !== "";

interface PersonFieldsProps {
  field: TextFields<"username" | "name" | "email" | "externalId">;
  groups: FieldProps<GroupId[]>;
}

export function PersonFields({ field, groups }: PersonFieldsProps) {
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
        {...field("username")}
      />
      <TextInput label="Full name" autoComplete="off" maxLength={200} {...field("name")} />
      <TextInput label="E-mail" autoComplete="off" spellCheck={false} maxLength={254} {...field("email")} />
      <TextInput
        label="External id"
        description="The person's number in another system, if there is one"
        autoComplete="off"
        spellCheck={false}
        maxLength={128}
        {...field("externalId")}
      />
      <GroupsField {...groups} />
    </>
  );
}
