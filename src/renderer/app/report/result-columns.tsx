import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import { say } from "#shared/texts/say.ts";
import type { Text } from "#shared/texts/text.ts";
import { StateBadge } from "../../ui/StateBadge.tsx";
import type { Column } from "../../ui/VirtualTable.tsx";
import { type Result, resultInWords, resultTones } from "./sums.ts";

interface PersonResult {
  userId: string;
  name: string;
  username: string;
  verdict: Result;
  /** Why, if there is something to say. */
  message: Text | string | null;
}

const inWords = (message: PersonResult["message"]): string =>
  typeof message === "string" ? message : message === null ? "" : say(message);

/** The columns of a report on people: who, the result, why. @param done the word for success */
export const resultColumns = (done: string): readonly Column<PersonResult>[] => [
  {
    key: "name",
    title: "Person",
    width: "minmax(0, 1fr)",
    hint: ({ name, username }) => `${name} (${username})`,
    cell: ({ userId, name, username }) => (
      <Anchor component={Link} to={`/people/${userId}`} size="sm">
        {name || username}
      </Anchor>
    ),
  },
  {
    key: "verdict",
    title: "Result",
    width: "130px",
    cell: ({ verdict }) => <StateBadge tone={resultTones[verdict]}>{resultInWords(verdict, done)}</StateBadge>,
  },
  {
    key: "why",
    title: "Why",
    width: "minmax(0, 1.7fr)",
    hint: ({ message }) => inWords(message),
    cell: ({ message }) => inWords(message),
  },
];
