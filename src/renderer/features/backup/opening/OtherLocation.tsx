import { Button, Stack } from "@mantine/core";
import { fieldError } from "../../../ui/ErrorNotice.tsx";
import { FormNotice } from "../../../form/FormNotice.tsx";
import { ChoiceField } from "../ChoiceField.tsx";
import { BucketFields } from "../locations/BucketFields.tsx";
import { FolderPicker } from "../locations/FolderPicker.tsx";
import { FoundBackups } from "./FoundBackups.tsx";
import type { Elsewhere } from "./use-source.ts";

const kinds = ["s3", "folder"] as const;
const inWords = { s3: "A bucket", folder: "A folder" };

/** A backup at a location that this console does not know, as on a new computer. */
export function OtherLocation({ elsewhere: { form, folder, found } }: { elsewhere: Elsewhere }) {
  return (
    <Stack gap="md">
      <ChoiceField label="Kind of location" values={kinds} inWords={inWords} {...form.field("kind")} />
      {form.values.kind === "s3" ? (
        <BucketFields field={form.field} pathStyle={form.checkbox("pathStyle")} />
      ) : (
        <FolderPicker folder={folder} fault={fieldError(form.error, "path")} />
      )}
      <FormNotice form={form} />
      <Button
        variant="default"
        w="fit-content"
        disabled={!form.isReady}
        loading={form.busy}
        onClick={() => form.submit()}
      >
        Show what is there
      </Button>
      <FoundBackups found={found} />
    </Stack>
  );
}
