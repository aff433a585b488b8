import { List, Stack, Text } from "@mantine/core";
import type { Approval } from "#shared/contract/approvals.ts";
import { say } from "#shared/texts/say.ts";
import { TimeText } from "../../ui/TimeText.tsx";
import classes from "./ActFacts.module.css";
import { eitherOf } from "./names.ts";

/** What will happen, and who asks whom for it. */
export function ActFacts({ approval }: { approval: Approval }) {
  const { title, facts, requestedBy, requestedAt, expiresAt, needs, approvers } = approval;
  return (
    <Stack gap="md">
      <Stack className={classes.act} gap={6} role="group" aria-label="What will happen">
        <Text size="sm" c="dimmed">
          What will happen
        </Text>
        <Text fw={650} className="breakable">
          {say(title)}
        </Text>
        {facts.length > 0 && (
          <List spacing={4} size="sm">
            {facts
              .map((fact) => say(fact))
              .map((fact) => (
                <List.Item key={fact} className="breakable">
                  {fact}
                </List.Item>
              ))}
          </List>
        )}
      </Stack>
      <dl className={classes.facts}>
        <dt>Requested by</dt>
        <dd>
          {requestedBy}, <TimeText at={requestedAt} />
        </dd>
        {needs === "administrator" && (
          <>
            <dt>Can be approved by</dt>
            <dd>{approvers.length > 0 ? eitherOf(approvers) : "Nobody at the moment"}</dd>
          </>
        )}
        <dt>Expires</dt>
        <dd>
          <TimeText at={expiresAt} />
        </dd>
      </dl>
    </Stack>
  );
}
