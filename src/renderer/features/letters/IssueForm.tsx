import { Button, Group, Stack, Text } from "@mantine/core";
import { Link } from "react-router";
import type { Selection } from "#shared/contract/directory.ts";
import { AskBeforeLeaving } from "../../app/AskBeforeLeaving.tsx";
import { FormNotice } from "../../form/FormNotice.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Section } from "../../ui/Section.tsx";
import { useDestination } from "./destination.ts";
import { DestinationFields } from "./DestinationFields.tsx";
import { IssueOptionsFields } from "./IssueOptionsFields.tsx";
import { IssuePreview } from "./IssuePreview.tsx";
import { LetterProgress } from "./LetterProgress.tsx";
import { LetterReportView } from "./LetterReportView.tsx";
import { noOptions, previewInput } from "./options.ts";
import { lettersCounted } from "./words.ts";

/** Options, preview and destination; then the work and its report. */
export function IssueForm({ selection }: { selection: Selection }) {
  const destination = useDestination();
  const form = useContractForm({
    procedure: "letters.issue",
    initial: noOptions,
    input: (options) => destination.into && { ...previewInput(selection, options), into: destination.into },
  });
  const { action: issue } = form;
  const preview = useProcedure("letters.preview", previewInput(selection, form.values), {
    enabled: issue.isIdle || issue.isError,
  });
  const looking = preview.isFetching;
  const willBeMade = preview.data?.sums.done ?? 0;

  if (issue.data) {
    return (
      <Section title="Result">
        <LetterReportView report={issue.data} />
        <Group justify="flex-end">
          <Button component={Link} to="/letters">
            Show the letters
          </Button>
        </Group>
      </Section>
    );
  }
  if (issue.isPending) {
    return (
      <Section title="Making the letters" description="You can use the console meanwhile, but keep this page open.">
        <LetterProgress title="Making the letters" action={issue} />
        <AskBeforeLeaving
          when
          title="Stop making the letters?"
          consequences={["No letters are made and nobody is enrolled."]}
          confirmLabel="Stop and leave"
        />
      </Section>
    );
  }
  return (
    <>
      <Section title="Options">
        <IssueOptionsFields form={form} />
      </Section>
      <Section title="What will happen" description="Nothing has changed yet.">
        <ErrorNotice error={preview.error} onRetry={() => void preview.refetch()} />
        {!preview.error && <IssuePreview preview={preview.data} looking={looking} />}
      </Section>
      <Section title="Make the letters">
        <DestinationFields destination={destination} />
        {form.error?.code === "CANCELLED" && (
          <Text role="status">Cancelled. No letters were made and nobody was enrolled.</Text>
        )}
        <FormNotice form={form} />
        <Submit
          disabled={!form.isReady || looking || willBeMade === 0}
          count={looking ? 0 : willBeMade}
          onSubmit={() => void form.submit()}
        />
      </Section>
    </>
  );
}

function Submit({ disabled, count, onSubmit }: { disabled: boolean; count: number; onSubmit: () => void }) {
  return (
    <Stack gap={0} align="flex-end">
      <Button disabled={disabled} onClick={onSubmit}>
        {count === 0 ? "Make letters" : `Make ${lettersCounted(count)}`}
      </Button>
    </Stack>
  );
}
