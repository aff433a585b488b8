import { Button, Group, Text } from "@mantine/core";
import { Link, useLocation } from "react-router";
import { numberInWords } from "../ui/format.ts";
import { fromList, isFromList, usePeoplePath, useQueue } from "./people-list.ts";

/**
 * After an enrolment: to the next person in the list that this one was opened from, back to the list, or to the person.
 */
export function NextInList({ person }: { person: { id: string } }) {
  const queue = useQueue(person, isFromList(useLocation().state));
  const back = usePeoplePath();
  if (queue === undefined) return null;
  const next = queue?.next;
  return (
    <Group justify="flex-end" gap="sm">
      {queue && !next && <Text role="status">Everyone on this list is enrolled.</Text>}
      <Button variant="default" component={Link} to={back} {...(queue && !next ? { "data-autofocus": true } : {})}>
        Back to people
      </Button>
      <Button
        {...(queue ? { variant: "default" } : { "data-autofocus": true })}
        component={Link}
        to={`/people/${person.id}`}
        replace
      >
        Open the person
      </Button>
      {next && (
        <Button component={Link} to={`/people/${next.id}/enrol`} state={fromList} replace data-autofocus>
          {`Next: ${next.name}, ${numberInWords(queue.left.count)}${queue.left.exact ? "" : " or more"} left`}
        </Button>
      )}
    </Group>
  );
}
