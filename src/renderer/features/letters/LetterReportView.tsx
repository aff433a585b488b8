import { List, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import type { LetterReport } from "#shared/contract/letters.ts";
import { counted } from "../../ui/format.ts";
import { Notice } from "../../ui/Notice.tsx";
import { outcomeOf } from "./outcome.ts";
import { Exposed } from "../../app/secrets/Exposed.tsx";
import { SumList } from "./SumList.tsx";
import { Voided } from "./Voided.tsx";
import { VerdictTable } from "./VerdictTable.tsx";

/** What came of it, where it lies, and what to do with it now. */
export function LetterReportView({ report }: { report: LetterReport }) {
  const { tone, title } = outcomeOf(report.sums);
  const Icon = tone === "good" ? IconCircleCheck : IconAlertTriangle;
  return (
    <Stack gap="md">
      <Notice tone={tone} role="status" icon={<Icon size={20} />} title={title}>
        <SumList sums={report.sums} done="Letters made" />
        <Voided letters={report.voidedLetters} when="became" />
      </Notice>
      <VerdictTable label="People to look at" sums={report.sums} rows={report.rows} />
      {report.exposed && <Exposed />}
      {report.path !== null && <NextSteps path={report.path} pages={report.pages} />}
    </Stack>
  );
}

function NextSteps({ path, pages }: { path: string; pages: number }) {
  return (
    <Stack gap="xs">
      <Text fw={600}>What to do now</Text>
      <List type="ordered" spacing={6} size="sm">
        <List.Item>
          Print {counted(pages, "page", "pages")} from <span className="mono breakable">{path}</span>.
        </List.Item>
        <List.Item>
          Hand each letter to its person, or send it in a closed envelope. Keep it apart from user names and passwords:
          whoever has the letter can set up the authenticator.
        </List.Item>
        <List.Item>Delete what was saved as soon as it is printed: it holds every secret in plain sight.</List.Item>
        <List.Item>
          The first correct code of a person makes the letter used. Letters that nobody uses in time show up under
          Letters.
        </List.Item>
      </List>
    </Stack>
  );
}
