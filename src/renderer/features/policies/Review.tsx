import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { policyKeys } from "#shared/model/policy.ts";
import { ErrorNotice, fieldError, type ShownError } from "../../ui/ErrorNotice.tsx";
import { counted } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
import type { PolicyChange } from "./changes.ts";
import classes from "./PoliciesPage.module.css";

interface ReviewProps {
  changes: readonly PolicyChange[];
  /** A setting is out of bounds or contradicts another one. */
  faulty: boolean;
  reason: string;
  onReason: (reason: string) => void;
  error: ShownError | null;
  busy: boolean;
  onSave: () => void;
  onDiscard: () => void;
}

/** What the form marks at the field. */
const marked = ["reason", ...policyKeys.flatMap((key) => [key, `changes.${key}`])];

/** Shows what would change before it is saved. */
export function Review({ changes, faulty, reason, onReason, error, busy, onSave, onDiscard }: ReviewProps) {
  if (changes.length === 0) {
    return (
      <Section title="Changes">
        <Text size="sm" c="dimmed">
          No changes yet. Each change is shown here before it is saved.
        </Text>
      </Section>
    );
  }
  return (
    <Section title="Changes" description={counted(changes.length, "setting", "settings")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSave();
        }}
      >
        <Stack gap="md">
          <ul className={classes.changes} aria-label="Changes">
            {changes.map((change) => (
              <Change key={change.key} change={change} />
            ))}
          </ul>
          <Textarea
            label="Reason"
            description="Recorded in the audit log, with the values before and after"
            autosize
            minRows={2}
            maxLength={300}
            value={reason}
            error={fieldError(error, "reason")}
            onChange={(event) => onReason(event.currentTarget.value.replaceAll(/[\r\n]+/gu, " "))}
          />
          {changes.some(({ approval }) => approval) && (
            <Text size="sm">When you save, a second administrator is asked to approve all of these changes.</Text>
          )}
          {faulty && (
            <Text size="sm" role="status">
              Correct the marked settings first.
            </Text>
          )}
          <ErrorNotice error={error} onRetry={onSave} marked={marked} />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onDiscard} disabled={busy}>
              Discard
            </Button>
            <Button type="submit" loading={busy} disabled={faulty}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

function Change({ change: { label, before, after, weaker, approval } }: { change: PolicyChange }) {
  return (
    <li className={classes.change}>
      <Text size="sm" fw={600}>
        {label}
      </Text>
      <del>{before}</del> → <ins>{after}</ins>
      {weaker !== null && (
        <div className={classes.weaker}>
          <IconAlertTriangle size={15} aria-label="Weaker" role="img" />
          <span>
            Weaker: {weaker}
            {approval && <strong> Needs a second approval.</strong>}
          </span>
        </div>
      )}
    </li>
  );
}
