import { Button, Checkbox, Collapse, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { ShownError } from "../../../ui/ErrorNotice.tsx";
import { KeyFields } from "./KeyFields.tsx";
import { type BucketDraft, placeError } from "./place-draft.ts";

interface BucketFieldsProps {
  draft: BucketDraft;
  onChange: (draft: BucketDraft) => void;
  error: ShownError | null;
}

/** A bucket of an S3-compatible server and the keys to it. */
export function BucketFields({ draft, onChange, error }: BucketFieldsProps) {
  const change = (changes: Partial<BucketDraft>) => onChange({ ...draft, ...changes });
  return (
    <Stack gap="md">
      <TextInput
        label="Address of the server"
        description="As its operator gives it, with https:// in front"
        placeholder="https://s3.example.org"
        autoComplete="off"
        spellCheck={false}
        value={draft.endpoint}
        error={placeError(error, "endpoint")}
        onChange={(event) => change({ endpoint: event.currentTarget.value })}
      />
      <Group gap="md" grow align="flex-start">
        <TextInput
          label="Region"
          autoComplete="off"
          spellCheck={false}
          value={draft.region}
          error={placeError(error, "region")}
          onChange={(event) => change({ region: event.currentTarget.value })}
        />
        <TextInput
          label="Bucket"
          autoComplete="off"
          spellCheck={false}
          value={draft.bucket}
          error={placeError(error, "bucket")}
          onChange={(event) => change({ bucket: event.currentTarget.value })}
        />
      </Group>
      <KeyFields keys={draft} onChange={change} error={error} />
      <TextInput
        label="Folder in the bucket"
        description="May stay empty"
        autoComplete="off"
        spellCheck={false}
        value={draft.prefix}
        error={placeError(error, "prefix")}
        onChange={(event) => change({ prefix: event.currentTarget.value })}
      />
      <Checkbox
        label="The bucket's name comes after the server's address"
        description="Most servers of one's own want it so. Without it, the name stands in front of the address."
        checked={draft.pathStyle}
        onChange={(event) => change({ pathStyle: event.currentTarget.checked })}
      />
      <OwnAuthority ca={draft.ca} onChange={(ca) => change({ ca })} error={placeError(error, "ca")} />
    </Stack>
  );
}

interface OwnAuthorityProps {
  ca: string;
  onChange: (ca: string) => void;
  error: string | undefined;
}

/** Few need it: the certificate of an authority that this computer does not know. */
function OwnAuthority({ ca, onChange, error }: OwnAuthorityProps) {
  const [opened, setOpen] = useState(ca !== "");
  const open = opened || error !== undefined;
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
        The server has a certificate of our own authority
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
          value={ca}
          error={error}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      </Collapse>
    </Stack>
  );
}
