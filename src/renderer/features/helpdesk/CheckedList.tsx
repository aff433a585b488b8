import { Anchor, Text } from "@mantine/core";
import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { Link } from "react-router";
import { say } from "#shared/texts/say.ts";
import { nameOf } from "../../app/person-picker/person.ts";
import { verdictInWords } from "../../app/verification/verdict-words.ts";
import { Section } from "../../ui/Section.tsx";
import { TimeText } from "../../ui/TimeText.tsx";
import type { Checked } from "./checked.ts";
import classes from "./CheckedList.module.css";

/** The most recent checks while this page was open. */
export function CheckedList({ checked }: { checked: readonly Checked[] }) {
  if (checked.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Your checks are listed here while this page is open. All checks are in the audit log.
      </Text>
    );
  }
  return (
    <Section title="Recent checks">
      <ul className={classes.list}>
        {checked.map(({ id, at, person, verdict, counted }) => (
          <li key={id} data-result={verdict.result}>
            {verdict.result === "accepted" ? (
              <IconCircleCheck size={20} aria-hidden />
            ) : (
              <IconCircleX size={20} aria-hidden />
            )}
            <Anchor component={Link} to={`/people/${person.id}`} size="sm" fw={600} truncate>
              {nameOf(person)}
            </Anchor>
            <Text size="sm">
              {verdictInWords(verdict, counted)}
              {verdict.result === "refused" && `: ${say(verdict.message)}`}
            </Text>
            <Text size="sm" c="dimmed">
              <TimeText at={at} />
            </Text>
          </li>
        ))}
      </ul>
    </Section>
  );
}
