import { Button, Checkbox, type CheckboxProps, Collapse, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { FieldProps, TextFields } from "../../../form/use-contract-form.ts";
import { KeyFields } from "./KeyFields.tsx";

interface BucketFieldsProps {
  field: TextFields<"endpoint" | "region" | "bucket" | "prefix" | "ca" | "keys.accessKeyId" | "keys.secretAccessKey">;
  pathStyle: Pick<CheckboxProps, "checked" | "onChange">;
}

/** A bucket on an S3-compatible server, and its access keys. */
export function BucketFields({ field, pathStyle }: BucketFieldsProps) {
  return (
    <Stack gap="md">
      <TextInput
        label="Address of the server"
        description="As given by its operator, starting with https://"
        placeholder="https://s3.example.org"
        autoComplete="off"
        spellCheck={false}
        {...field("endpoint")}
      />
      <Group gap="md" grow align="flex-start">
        <TextInput label="Region" autoComplete="off" spellCheck={false} {...field("region")} />
        <TextInput label="Bucket" autoComplete="off" spellCheck={false} {...field("bucket")} />
      </Group>
      <KeyFields field={field} />
      <TextInput
        label="Folder in the bucket"
        description="Optional"
        autoComplete="off"
        spellCheck={false}
        {...field("prefix")}
      />
      <Checkbox
        label="Put the bucket's name after the server's address"
        description="Most self-hosted servers need this. Otherwise the name goes in front of the address."
        {...pathStyle}
      />
      <OwnAuthority {...field("ca")} />
    </Stack>
  );
}

/** Rarely needed: the certificate of an authority that this computer does not know. */
function OwnAuthority(field: FieldProps<string>) {
  const [opened, setOpen] = useState(field.value !== "");
  const open = opened || field.error !== undefined;
  return (
    <Stack gap="sm" align="stretch">
      <Button
        variant="subtle"
        size="compact-sm"
        w="fit-content"
        ml={-8}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        The server's certificate is from our own authority
      </Button>
      <Collapse expanded={open} keepMounted={false}>
        <Textarea
          label="Certificate of the authority"
          description="The text that begins with -----BEGIN CERTIFICATE-----"
          classNames={{ input: "mono" }}
          autosize
          minRows={3}
          maxRows={8}
          spellCheck={false}
          {...field}
        />
      </Collapse>
    </Stack>
  );
}
