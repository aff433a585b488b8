import type { ShownError } from "../../../ui/ErrorNotice.tsx";
import { ChoiceField } from "../ChoiceField.tsx";
import { FilePicker } from "../FilePicker.tsx";
import { ElsewherePlace } from "./ElsewherePlace.tsx";
import { KnownPlace } from "./KnownPlace.tsx";
import { OpeningKeyFields } from "./OpeningKeyFields.tsx";
import type { OpenedBackup } from "./use-opened-backup.ts";
import type { SourceKind } from "./use-source.ts";

const sourceInWords: Record<SourceKind, string> = {
  file: "In a file",
  place: "At a backup location",
  elsewhere: "In a bucket or a folder",
};

/** A backup and what opens it. */
export function OpenBackupFields({ opened, error }: { opened: OpenedBackup; error: ShownError | null }) {
  const { source, key } = opened;
  return (
    <>
      <ChoiceField
        label="Where the backup is"
        values={source.offered}
        inWords={sourceInWords}
        value={source.kind}
        onChange={source.setKind}
      />
      {source.kind === "file" && <FilePicker buttonLabel="Choose a backup" file={source.file} />}
      {source.kind === "place" && <KnownPlace known={source.known} />}
      {source.kind === "elsewhere" && <ElsewherePlace elsewhere={source.elsewhere} />}
      <OpeningKeyFields openingKey={key} error={error} />
    </>
  );
}
