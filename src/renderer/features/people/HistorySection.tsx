import { Anchor, Text } from "@mantine/core";
import { Link } from "react-router";
import type { UserId } from "#shared/model/ids.ts";
import { eventInWords, resultInWords } from "../../app/event-words.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Section } from "../../ui/Section.tsx";
import { TimeText } from "../../ui/TimeText.tsx";
import classes from "./HistorySection.module.css";

/** The latest events about a person, newest first. */
export function HistorySection({ userId }: { userId: UserId }) {
  const { data, error } = useProcedure("audit.list", { targetId: userId, limit: 10 });
  return (
    <Section
      title="Recent events"
      actions={
        <Anchor component={Link} size="sm" to={`/audit?person=${userId}`}>
          All in the audit log
        </Anchor>
      }
    >
      <ErrorNotice error={error} />
      {data?.rows.length === 0 && <Text c="dimmed">No events yet.</Text>}
      <ul className={classes.events}>
        {data?.rows.map((event) => (
          <li key={event.seq}>
            <TimeText at={event.at} />
            <span>
              {eventInWords(event.action)}
              {event.result !== "done" && `: ${resultInWords[event.result]}`}
            </span>
            <span className={classes.actor}>{event.actor ?? "The console"}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
