import { Group, Loader, Stack, Text } from "@mantine/core";
import type { OutputOf } from "#shared/contract/index.ts";
import { SumList } from "../../app/report/SumList.tsx";
import { counted } from "../../ui/format.ts";
import { Voided } from "./Voided.tsx";
import { VerdictTable } from "./VerdictTable.tsx";
import { lettersCounted } from "./words.ts";

type Preview = OutputOf<"letters.preview">;

interface IssuePreviewProps {
  preview: Preview | undefined;
  /** What is shown is not yet for the current options. */
  looking: boolean;
}

/** A preview of what the letters would do. */
export function IssuePreview({ preview, looking }: IssuePreviewProps) {
  return (
    <Stack gap="md" aria-busy={looking}>
      <Group gap="sm" role="status">
        {looking && <Loader size={16} aria-hidden />}
        <Text>{looking || !preview ? "Checking each person" : inWords(preview)}</Text>
      </Group>
      {preview && !looking && (
        <>
          <SumList sums={preview.sums} doneLabel="Get a letter" />
          <Voided letters={preview.voidedLetters} when="will become" />
          <VerdictTable label="People to check" sums={preview.sums} rows={preview.rows} />
        </>
      )}
    </Stack>
  );
}

function inWords({ sums: { total, done, unchanged, refused } }: Preview): string {
  if (total === 0) return "Nobody matches this choice, so there is nothing to do.";
  const without = unchanged + refused;
  const rest = without === 0 ? "" : ` ${counted(without, "person gets", "people get")} none; see why below.`;
  return `${lettersCounted(done)} will be made for ${counted(total, "person", "people")}.${rest}`;
}
