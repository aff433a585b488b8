import { Button, Group, Stack, TextInput, Title } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import type { FormEvent } from "react";
import type { BackupPreview } from "#shared/contract/archive.ts";
import { expectSignOut } from "../../app/status-updates.ts";
import { FormNotice } from "../../form/FormNotice.tsx";
import type { ContractForm } from "../../form/use-contract-form.ts";
import { Notice } from "../../ui/Notice.tsx";
import { CarryOverChoice } from "./CarryOverChoice.tsx";
import { FaultsNotice } from "./FaultsNotice.tsx";
import { PreviewFacts } from "./PreviewFacts.tsx";
import { SinceFacts } from "./SinceFacts.tsx";

/** Typed to confirm that the store is replaced. */
const confirmationWord = "RESTORE";

/** What is decided and typed for the last time. */
export const noReview = { word: "", declined: false, reason: "" };
type Review = typeof noReview;

export const isReviewed = ({ word, declined, reason }: Review, replacing: boolean): boolean =>
  (!replacing || word.trim().toUpperCase() === confirmationWord) && (!declined || reason.trim() !== "");

interface RestoreReviewProps {
  preview: BackupPreview;
  form: ContractForm<"archive.restore", Review>;
  replacing: boolean;
  onBack: () => void;
}

/** Compares the backup with what is here now, and asks for the last time. */
export function RestoreReview({ preview, form, replacing, onBack }: RestoreReviewProps) {
  const { since } = preview;
  const restore = (event: FormEvent) => {
    expectSignOut(true);
    form.element.onSubmit(event);
  };
  return (
    <form {...form.element} onSubmit={restore}>
      <Stack gap="lg">
        <Title order={1} size="h3">
          What is in the backup
        </Title>
        <FaultsNotice faults={preview.faults} />
        <PreviewFacts preview={preview} replacing={replacing} />
        {since && <SinceFacts since={since} />}
        {since && since.counts.length > 0 && (
          <CarryOverChoice
            declined={form.values.declined}
            onDecline={(declined) => form.set({ declined })}
            reason={form.field("reason")}
          />
        )}
        {!since && <NothingKnown />}
        {replacing && (
          <TextInput
            label={`Type ${confirmationWord} to confirm`}
            description="This replaces everything with the backup."
            autoComplete="off"
            spellCheck={false}
            {...form.field("word")}
          />
        )}
        <FormNotice form={form} />
        <Group justify="space-between">
          <Button variant="default" onClick={onBack}>
            Choose another
          </Button>
          <Button type="submit" {...(replacing ? { color: "red.9" } : {})} disabled={!form.isReady}>
            {replacing ? "Replace the database" : "Restore"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function NothingKnown() {
  return (
    <Notice
      tone="wait"
      icon={<IconHistory size={18} />}
      title="What was revoked or used since the backup is not known here"
    >
      After the restore you get a list of what to review: backup codes, letters, revoked authenticators, administrators.
      Until it is done, every code check says that the console was restored.
    </Notice>
  );
}
