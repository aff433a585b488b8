import { Button, Group, Stack } from "@mantine/core";
import { IconArrowBackUp, IconCircleCheck } from "@tabler/icons-react";
import type { OutputOf } from "#shared/contract/index.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { nameOfFile } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
import { TableProgress } from "../../app/TableProgress.tsx";
import { SeedsImported } from "./SeedResults.tsx";
import { sumsInWords } from "./words.ts";

interface SeedsDoneProps {
  result: OutputOf<"seeds.run">;
  file: string;
  onAgain: () => void;
}

/** What was done, and how to undo it. */
export function SeedsDone({ result, file, onAgain }: SeedsDoneProps) {
  const { importId, sums } = result;
  const undo = useAction("seeds.undo");
  const undoNow = () => importId && undo.mutate({ id: importId });
  const name = nameOfFile(file);
  if (undo.isPending) return <TableProgress title={say(text("systems.undoing"))} action={undo} />;
  return (
    <Stack gap="lg">
      {undo.data ? (
        <Notice tone="info" role="status" icon={<IconArrowBackUp size={20} />} title={say(text("systems.undone"))} />
      ) : (
        <Notice
          tone={sums.refused > 0 ? "wait" : "good"}
          role="status"
          icon={<IconCircleCheck size={20} />}
          title={say(
            sums.refused > 0
              ? text("systems.importedPartly", { file: name, count: sums.refused })
              : text("systems.imported", { file: name }),
          )}
        >
          {sumsInWords(sums)}
        </Notice>
      )}
      <ErrorNotice error={undo.error} onRetry={undoNow} />
      {!undo.data && (
        <Section title={say(text("systems.result"))}>
          <SeedsImported report={result} />
        </Section>
      )}
      <Group justify="space-between">
        {importId !== null && !undo.data ? (
          <Button variant="default" leftSection={<IconArrowBackUp size={16} />} onClick={undoNow}>
            {say(text("systems.undo"))}
          </Button>
        ) : (
          <span />
        )}
        <Button onClick={onAgain}>{say(text("systems.again"))}</Button>
      </Group>
    </Stack>
  );
}
