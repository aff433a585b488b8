import { Button, Group, Stack, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import type { InputOf } from "#shared/contract/index.ts";
import { sayLabel } from "#shared/texts/say.ts";
import type { Label } from "#shared/texts/text.ts";
import { AskBeforeLeaving } from "../../app/AskBeforeLeaving.tsx";
import { RecoveryKeyPanel } from "../../app/secrets/RecoveryKeyPanel.tsx";
import { useSession, useStatus } from "../../app/session.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { counted } from "../../ui/format.ts";
import { Notice } from "../../ui/Notice.tsx";
import { SharesPanel } from "./SharesPanel.tsx";

/** What takes over the page: a new secret, which is shown once, or the result of a rotation. */
export type Shown =
  | { what: "recovery key"; recoveryKey: string }
  | { what: "shares"; shares: readonly string[]; needed: number }
  | { what: "new keys"; resealed: number; dropped: readonly Label[]; desksEnded: readonly string[] };

/** Takes over the page until the new secret is kept and in use. */
export function Ceremony({ shown, onDone }: { shown: Shown; onDone: () => void }) {
  return (
    <Stack gap="lg" maw={680} className="surface" p="xl">
      {shown.what === "new keys" ? (
        <Rotated {...shown} onDone={onDone} />
      ) : (
        <NewRecovery shown={shown} onDone={onDone} />
      )}
    </Stack>
  );
}

const replaced = { title: "The new recovery key is in use", message: "The previous one no longer opens anything." };

/** A new recovery key, or its shares: it replaces the present one once a copy of it is proven. */
function NewRecovery({ shown, onDone }: { shown: Exclude<Shown, { what: "new keys" }>; onDone: () => void }) {
  const replace = useAction("vault.replaceRecoveryKey");
  const prove = (proof: InputOf<"vault.replaceRecoveryKey">) =>
    replace.mutate(proof, { confirmation: replaced, onAnswer: onDone });
  return (
    <>
      {shown.what === "shares" ? (
        <SharesPanel
          shares={shown.shares}
          needed={shown.needed}
          busy={replace.isPending}
          onDone={() => prove({ shares: shown.shares.slice(0, shown.needed) })}
        />
      ) : (
        <NewKey recoveryKey={shown.recoveryKey} onDone={() => prove({ recoveryKey: shown.recoveryKey })} />
      )}
      <ErrorNotice error={replace.error} />
      <LeavingNotice />
    </>
  );
}

/** Shown while a new recovery key is not in use yet. */
export const LeavingNotice = () => (
  <AskBeforeLeaving
    when
    title="Leave without the new recovery key?"
    consequences={[
      "What is shown here is never shown again and is not in use yet. The present recovery key stays valid.",
    ]}
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
      This is the new recovery key. Once you have proved your copy, the previous key and its shares no longer open the
      console. Then destroy their pages.
    </RecoveryKeyPanel>
  );
}

interface RotatedProps {
  resealed: number;
  dropped: readonly Label[];
  desksEnded: readonly string[];
  onDone: () => void;
}

function Rotated({ resealed, dropped, desksEnded, onDone }: RotatedProps) {
  return (
    <>
      <Notice tone="good" role="status" icon={<IconCircleCheck size={20} />} title="The key was rotated">
        <Text size="sm">{counted(resealed, "secret was", "secrets were")} re-encrypted.</Text>
        {dropped.length > 0 && (
          <Text size="sm" className="breakable">
            These no longer open the console: {dropped.map(sayLabel).join(", ")}.
          </Text>
        )}
        {desksEnded.length > 0 && (
          <Text size="sm" className="breakable">
            The keychains of these computers no longer open the console: {desksEnded.join(", ")}.
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
