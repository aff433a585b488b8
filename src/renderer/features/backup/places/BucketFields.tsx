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

/** A bucket on an S3-compatible server, and its access keys. */
export function BucketFields({ draft, onChange, error }: BucketFieldsProps) {
  const change = (changes: Partial<BucketDraft>) => onChange({ ...draft, ...changes });
  return (
    <Stack gap="md">
      <TextInput
        label="Address of the server"
        description="As given by its operator, starting with https://"
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
        description="Optional"
        autoComplete="off"
        spellCheck={false}
        value={draft.prefix}
        error={placeError(error, "prefix")}
        onChange={(event) => change({ prefix: event.currentTarget.value })}
      />
      <Checkbox
        label="Put the bucket's name after the server's address"
        description="Most self-hosted servers need this. Otherwise the name goes in front of the address."
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

/** Rarely needed: the certificate of an authority that this computer does not know. */
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
          value={ca}
          error={error}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      </Collapse>
    </Stack>
  );
}
