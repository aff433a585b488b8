import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import type { AuditForm } from "#shared/contract/audit.ts";
import type { OutputOf } from "#shared/contract/index.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { useStatus } from "../../app/session.ts";
import { useAction } from "../../ipc/hooks.ts";
import { DateField } from "../../ui/DateField.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { dateStamp, fileNamePart } from "../../ui/format.ts";
import { Modal } from "../../ui/Modal.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { ProgressPanel } from "../../ui/ProgressPanel.tsx";
import { startOfDay } from "./audit-query.ts";

const forms = [
  { value: "jsonl", label: say(text("auditFile.formLines")) },
  { value: "csv", label: say(text("auditFile.formTable")) },
] as const satisfies { value: AuditForm; label: string }[];

/** Writes the log to a file that others can verify. */
export function ExportAudit({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={say(text("auditFile.exportTitle"))}
      size="md"
      closeOnClickOutside={false}
    >
      <ExportBody onClose={onClose} />
    </Modal>
  );
}

function ExportBody({ onClose }: { onClose: () => void }) {
  const { organisation } = useStatus();
  const [form, setForm] = useState<AuditForm>("jsonl");
  const [since, setSince] = useState("");
  const choose = useAction("files.chooseToSave");
  const write = useAction("audit.export");
  const start = () => {
    write.reset();
    const suggestedName = `audit-${fileNamePart(organisation ?? "")}-${dateStamp(new Date())}.${form}`;
    const from = startOfDay(since);
    const save = (to: string) => write.mutate({ to, form, ...(from === undefined ? {} : { since: from }) });
    choose.mutate({ purpose: "audit", suggestedName }, { onSuccess: ({ file }) => file !== null && save(file) });
  };
  if (write.isPending) {
    return <ProgressPanel title={say(text("auditFile.writing"))} progress={write.progress} onCancel={write.cancel} />;
  }
  if (write.data) return <Written written={write.data} onClose={onClose} />;
  return (
    <Stack gap="md">
      <Text>{say(text("auditFile.exportWhat"))}</Text>
      <Select
        label={say(text("auditFile.form"))}
        data={forms}
        value={form}
        onChange={(value) => setForm(value === "csv" ? "csv" : "jsonl")}
      />
      <Stack gap={4}>
        <DateField label={say(text("auditFile.since"))} value={since} onChange={setSince} />
        <Text size="sm" c="dimmed">
          {say(text("auditFile.sinceHelp"))}
        </Text>
      </Stack>
      <ErrorNotice error={choose.error ?? write.error} onRetry={start} />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {say(text("auditFile.cancel"))}
        </Button>
        <Button loading={choose.isPending} onClick={start} data-autofocus>
          {say(text("auditFile.choose"))}
        </Button>
      </Group>
    </Stack>
  );
}

function Written({ written, onClose }: { written: OutputOf<"audit.export">; onClose: () => void }) {
  const { events, to, proof, code } = written;
  return (
    <Stack gap="md">
      <Notice
        tone="good"
        role="status"
        icon={<IconCircleCheck size={20} />}
        title={say(text("auditFile.written", { events }))}
      >
        <Stack gap={4}>
          <span className="breakable">{to}</span>
          {proof !== null && (
            <>
              <span>{say(text("auditFile.keep"))}</span>
              <span className="breakable">{proof}</span>
            </>
          )}
          <span>{say(text("auditFile.code", { code }))}</span>
        </Stack>
      </Notice>
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          {say(text("auditFile.done"))}
        </Button>
      </Group>
    </Stack>
  );
}
