import { Button, Group, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { AuditStream } from "#shared/contract/audit.ts";
import { streamPlace } from "#shared/model/audit-streams.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { useMay } from "../../app/may.ts";
import { type Act, ActDialog } from "../../form/ActDialog.tsx";
import { useAction, useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { StateBadge } from "../../ui/StateBadge.tsx";
import { AddStream } from "./AddStream.tsx";
import classes from "./AuditStreams.module.css";

interface Props {
  opened: boolean;
  onClose: () => void;
}

/** Where events are copied to as they come. */
export function AuditStreams({ opened, onClose }: Props) {
  const [adding, setAdding] = useState(false);
  const title = say(text(adding ? "auditStreams.add" : "auditStreams.title"));
  const close = () => {
    setAdding(false);
    onClose();
  };
  return (
    <Modal opened={opened} onClose={close} title={title} size="lg">
      {adding ? <AddStream onEnd={() => setAdding(false)} /> : <StreamList onAdd={() => setAdding(true)} />}
    </Modal>
  );
}

const removal = ({ id, name }: AuditStream): Act => ({
  procedure: "audit.removeStream",
  input: { id },
  title: say(text("auditStreams.removeTitle", { name })),
  consequences: [say(text("auditStreams.removeWhat"))],
  confirmLabel: say(text("auditStreams.remove")),
  destructive: true,
  confirmation: say(text("auditStreams.removed", { name })),
});

function StreamList({ onAdd }: { onAdd: () => void }) {
  const { data, error, refetch } = useProcedure("audit.streams", {});
  const send = useAction("audit.sendStreams");
  const mayAdd = useMay("audit.addStream");
  const [removing, setRemoving] = useState<AuditStream | null>(null);
  const streams = data?.streams ?? [];
  return (
    <Stack gap="md">
      <Text>{say(text("auditStreams.what"))}</Text>
      <ErrorNotice error={error ?? send.error} onRetry={() => void refetch()} />
      {data && streams.length === 0 && <Text c="dimmed">{say(text("auditStreams.none"))}</Text>}
      {streams.length > 0 && (
        <ul className={classes.rows} aria-label={say(text("auditStreams.title"))}>
          {streams.map((stream) => (
            <StreamRow key={stream.id} stream={stream} onRemove={mayAdd ? () => setRemoving(stream) : null} />
          ))}
        </ul>
      )}
      <Group justify="flex-end" gap="sm">
        {streams.length > 0 && (
          <Button
            variant="default"
            loading={send.isPending}
            onClick={() => send.mutate({}, { onSuccess: () => void refetch() })}
          >
            {say(text("auditStreams.send"))}
          </Button>
        )}
        {mayAdd && (
          <Button leftSection={<IconPlus size={16} />} onClick={onAdd}>
            {say(text("auditStreams.add"))}
          </Button>
        )}
      </Group>
      <ActDialog act={removing && removal(removing)} onClose={() => setRemoving(null)} />
    </Stack>
  );
}

function StreamRow({ stream, onRemove }: { stream: AuditStream; onRemove: (() => void) | null }) {
  const { name, waiting, sent, problem } = stream;
  return (
    <li>
      <Stack gap={2} miw={0} className="grows">
        <Group gap="sm">
          <Text fw={600} className="breakable">
            {name}
          </Text>
          {problem && <StateBadge tone="bad">{say(text("auditStreams.attention"))}</StateBadge>}
        </Group>
        <Text size="sm" className="breakable">
          {streamPlace(stream.settings)}
        </Text>
        <Text size="sm" c="dimmed">
          {say(text("auditStreams.state", { waiting, sent }))}
        </Text>
        {problem && (
          <Text size="sm" className="breakable">
            {say(text("auditStreams.failed", { why: say(problem) }))}
          </Text>
        )}
      </Stack>
      {onRemove && (
        <Button
          variant="default"
          size="xs"
          aria-label={say(text("auditStreams.removeNamed", { name }))}
          onClick={onRemove}
        >
          {say(text("auditStreams.remove"))}
        </Button>
      )}
    </li>
  );
}
