import { Button, Group, Stack, Text } from "@mantine/core";
import { AcceptedDecision, type ImportReport, type OpenDecision } from "#shared/contract/exchange.ts";
import { UserStatus } from "#shared/model/records.ts";
import { say } from "#shared/texts/say.ts";
import { counted } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
import type { Draft } from "./draft.ts";
import { assign, leftOut, sameHeadingAnswers } from "./mapping.ts";
import type { Import } from "./use-import.ts";

interface DecisionsProps {
  work: Import;
  draft: Draft;
  report: ImportReport;
}

/** What the table leaves open. Until it is decided, the rows concerned are refused. */
export function Decisions({ work, draft, report }: DecisionsProps) {
  if (report.decisions.length === 0) return null;
  return (
    <Section
      title="Decisions needed"
      description="The table leaves these questions open. Until you answer them, these rows are refused."
    >
      <Stack gap="md">
        {report.decisions.map((open) => (
          <Group key={`${open.decision} ${open.column} ${open.value}`} justify="space-between" align="flex-start">
            <Stack gap={2} maw={640}>
              <Text size="sm" className="breakable">
                {say(open.message)}
              </Text>
              <Text size="sm" c="dimmed">
                {counted(open.rows, "row", "rows")}: {open.firstRows.join(", ")}
                {open.rows > open.firstRows.length && " and more"}
              </Text>
            </Stack>
            <Answers work={work} draft={draft} open={open} />
          </Group>
        ))}
      </Stack>
    </Section>
  );
}

const statusInWords: Record<UserStatus, string> = { active: "Active", disabled: "Disabled", left: "Left" };

interface AnswersProps {
  work: Import;
  draft: Draft;
  open: OpenDecision;
}

/** One of the answers to a question. */
function Answer({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <Button variant="default" size="compact-sm" onClick={onClick}>
      {children}
    </Button>
  );
}

type ColumnAnswersProps = Pick<AnswersProps, "work" | "draft"> & { column: number };

function LeaveOut({ work, draft, column }: ColumnAnswersProps) {
  const { decisions } = draft;
  const leave = () => work.decide({ decisions: { ...decisions, ignore: leftOut(decisions.ignore, column, null) } });
  return <Answer onClick={leave}>Leave out</Answer>;
}

function Answers({ work, draft, open }: AnswersProps) {
  const { decisions, mapping } = draft;
  const { column, value } = open;
  const accepted = AcceptedDecision.safeParse(open.decision);
  if (accepted.success) {
    const accept = [...decisions.accept, accepted.data];
    return <Answer onClick={() => work.decide({ decisions: { ...decisions, accept } })}>Accept</Answer>;
  }
  if (column !== null && open.decision === "nameColumn") {
    return <NameAnswers work={work} draft={draft} column={column} />;
  }
  if (column !== null) {
    return (
      <Group gap="xs">
        <Answer onClick={() => work.decide({ mapping: assign(mapping, column, "status") })}>Use as the status</Answer>
        <LeaveOut work={work} draft={draft} column={column} />
      </Group>
    );
  }
  return (
    <Group gap="xs">
      {UserStatus.options.map((status) => (
        <Answer
          key={status}
          onClick={() =>
            work.decide({
              decisions: { ...decisions, statusWords: { ...decisions.statusWords, [value]: status } },
            })
          }
        >
          {statusInWords[status]}
        </Answer>
      ))}
    </Group>
  );
}

/** Which part of a name is in which of two columns that are called the same. */
function NameAnswers({ work, draft, column }: ColumnAnswersProps) {
  const { mapping, facts } = draft;
  const answers = sameHeadingAnswers(mapping, facts.columns, column);
  return (
    <Group gap="xs">
      {answers.map((answer) => (
        <Answer key={answer.words} onClick={() => work.decide({ mapping: answer.mapping })}>
          {answer.words}
        </Answer>
      ))}
      <LeaveOut work={work} draft={draft} column={column} />
    </Group>
  );
}
