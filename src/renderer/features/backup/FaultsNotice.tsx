import { List } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type BackupFaults, faultsAsTexts } from "#shared/model/backups.ts";
import { say } from "#shared/texts/say.ts";
import { Notice } from "../../ui/Notice.tsx";

/** What was wrong with the console's own data when the backup was made. */
export function FaultsNotice({ faults }: { faults: BackupFaults }) {
  const lines = faultsAsTexts(faults).map(say);
  if (lines.length === 0) return null;
  return (
    <Notice
      tone="bad"
      role="alert"
      icon={<IconAlertTriangle size={18} />}
      title="This console's data was changed from outside"
    >
      <List size="sm" className="breakable">
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </Notice>
  );
}
