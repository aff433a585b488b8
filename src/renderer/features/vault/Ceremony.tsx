import { Button, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCircleCheck } from "@tabler/icons-react";
import { AskBeforeLeaving } from "../../app/AskBeforeLeaving.tsx";
import { RecoveryKeyPanel } from "../../app/secrets/RecoveryKeyPanel.tsx";
import { useSession, useStatus } from "../../app/session.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { counted } from "../../ui/format.ts";
import { Notice } from "../../ui/Notice.tsx";
import { SharesPanel } from "./SharesPanel.tsx";

/** What takes the page for itself: what was made and is shown this once, or what was done. */
export type Shown =
  | { what: "recovery key"; recoveryKey: string }
  | { what: "shares"; shares: readonly string[]; needed: number }
  | { what: "new keys"; resealed: number; dropped: readonly string[] };

/** Takes the page for itself until what it shows is kept and counts. */
export function Ceremony({ shown, onDone }: { shown: Shown; onDone: () => void }) {
  return (
    <Stack gap="lg" maw={680} className="surface" p="xl">
      {shown.what === "new keys" ? (
        <Exchanged {...shown} onDone={onDone} />
      ) : (
        <NewRecovery shown={shown} onDone={onDone} />
      )}
    </Stack>
  );
}

/** A new recovery key, or shares: it takes the place of the present one when a copy of it is proven. */
function NewRecovery({ shown, onDone }: { shown: Exclude<Shown, { what: "new keys" }>; onDone: () => void }) {
  const replace = useAction("vault.replaceRecoveryKey", () => {
    notifications.show({
      title: "The new recovery key counts from now on",
      message: "The one before opens nothing any more.",
    });
    onDone();
  });
  return (
    <>
      {shown.what === "shares" ? (
        <SharesPanel
          shares={shown.shares}
          needed={shown.needed}
          busy={replace.isPending}
          onDone={() => replace.mutate({ shares: shown.shares.slice(0, shown.needed) })}
        />
      ) : (
        <NewKey recoveryKey={shown.recoveryKey} onDone={() => replace.mutate({ recoveryKey: shown.recoveryKey })} />
      )}
      <ErrorNotice error={replace.error} />
      <LeavingNotice />
    </>
  );
}

/** While a new recovery key is shown that does not count yet. */
export const LeavingNotice = () => (
  <AskBeforeLeaving
    when
    title="Leave without the new recovery key?"
    consequences={["What is shown here is never shown again, and does not count yet. The present recovery key stays."]}
    confirmLabel="Leave"
  />
);

interface NewKeyProps {
  recoveryKey: string;
  doneLabel?: string;
  onDone: () => void;
}

export function NewKey({ recoveryKey, doneLabel = "Done", onDone }: NewKeyProps) {
  const { organisation } = useStatus();
  const { name } = useSession();
  return (
    <RecoveryKeyPanel
      recoveryKey={recoveryKey}
      subject={`Console of ${name}`}
      organisation={organisation ?? ""}
      doneLabel={doneLabel}
      onDone={onDone}
    >
      This is the new recovery key. When you have proved your copy, the one before, and shares of it, no longer open the
      console: destroy their pages.
    </RecoveryKeyPanel>
  );
}

function Exchanged({
  resealed,
  dropped,
  onDone,
}: {
  resealed: number;
  dropped: readonly string[];
  onDone: () => void;
}) {
  return (
    <>
      <Notice tone="good" role="status" icon={<IconCircleCheck size={20} />} title="The keys were exchanged">
        <Text size="sm">{counted(resealed, "secret was", "secrets were")} encrypted anew.</Text>
        {dropped.length > 0 && (
          <Text size="sm" className="breakable">
            These no longer open the console: {dropped.join(", ")}.
          </Text>
        )}
      </Notice>
      <Group justify="flex-end">
        <Button onClick={onDone} autoFocus>
          Done
        </Button>
      </Group>
    </>
  );
}
