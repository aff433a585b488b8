import { List, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import type { LetterReport } from "#shared/contract/letters.ts";
import { SumList } from "../../app/report/SumList.tsx";
import { counted } from "../../ui/format.ts";
import { Notice } from "../../ui/Notice.tsx";
import { outcomeOf } from "./outcome.ts";
import { Exposed } from "../../app/secrets/Exposed.tsx";
import { Voided } from "./Voided.tsx";
import { VerdictTable } from "./VerdictTable.tsx";

/** The outcome, where the file is, and what to do next. */
export function LetterReportView({ report }: { report: LetterReport }) {
  const { tone, title } = outcomeOf(report.sums);
  const Icon = tone === "good" ? IconCircleCheck : IconAlertTriangle;
  return (
    <Stack gap="md">
      <Notice tone={tone} role="status" icon={<Icon size={20} />} title={title}>
        <SumList sums={report.sums} doneLabel="Letters made" />
        <Voided letters={report.voidedLetters} when="became" />
      </Notice>
      <VerdictTable label="People to check" sums={report.sums} rows={report.rows} />
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
          Hand each letter to its person, or send it in a sealed envelope. Keep it apart from usernames and passwords:
          anyone who has the letter can set up the authenticator.
        </List.Item>
        <List.Item>Delete the saved file as soon as it is printed: it contains every secret in plain text.</List.Item>
        <List.Item>
          A person's first correct code marks their letter as used. Letters that expire unused are listed under Letters.
        </List.Item>
      </List>
    </Stack>
  );
}
