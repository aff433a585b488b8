import { Stack, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { AskBeforeLeaving } from "../../app/AskBeforeLeaving.tsx";
import { RecoveryKeyPanel } from "../../app/secrets/RecoveryKeyPanel.tsx";
import { useSession, useStatus } from "../../app/session.ts";
import { counted } from "../../ui/format.ts";
import { Notice } from "../../ui/Notice.tsx";
import { SharesPanel } from "./SharesPanel.tsx";

/** What was made and is shown this once. */
export type Shown =
  | { what: "recovery key"; recoveryKey: string }
  | { what: "shares"; shares: readonly string[]; needed: number }
  | { what: "new keys"; recoveryKey: string; resealed: number; dropped: readonly string[] };

/** Takes the page for itself until what it shows is kept. */
export function Ceremony({ shown, onDone }: { shown: Shown; onDone: () => void }) {
  return (
    <Stack gap="lg" maw={680} className="surface" p="xl">
      {shown.what === "shares" ? (
        <SharesPanel shares={shown.shares} needed={shown.needed} onDone={onDone} />
      ) : (
        <NewKey shown={shown} onDone={onDone} />
      )}
      <AskBeforeLeaving
        when
        title="Leave without keeping it?"
        consequences={["What is shown here is never shown again. If nobody has it, make a new one."]}
        confirmLabel="Leave"
      />
    </Stack>
  );
}

function NewKey({ shown, onDone }: { shown: Exclude<Shown, { what: "shares" }>; onDone: () => void }) {
  const { organisation } = useStatus();
  const { name } = useSession();
  return (
    <>
      {shown.what === "new keys" && <Exchanged resealed={shown.resealed} dropped={shown.dropped} />}
      <RecoveryKeyPanel
        recoveryKey={shown.recoveryKey}
        subject={`Console of ${name}`}
        organisation={organisation ?? ""}
        doneLabel="Done"
        onDone={onDone}
      >
        This is the new recovery key. The one before, and shares of it, no longer open the console: destroy their pages.
      </RecoveryKeyPanel>
    </>
  );
}

function Exchanged({ resealed, dropped }: { resealed: number; dropped: readonly string[] }) {
  return (
    <Notice tone="good" role="status" icon={<IconCircleCheck size={20} />} title="The keys were exchanged">
      <Text size="sm">{counted(resealed, "secret was", "secrets were")} encrypted anew.</Text>
      {dropped.length > 0 && (
        <Text size="sm" className="breakable">
          These no longer open the console: {dropped.join(", ")}.
        </Text>
      )}
    </Notice>
  );
}
