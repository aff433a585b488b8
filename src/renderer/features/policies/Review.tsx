import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { policyKeys } from "#shared/model/policy.ts";
import { say } from "#shared/texts/say.ts";
import type { AnyForm, FieldProps } from "../../form/use-contract-form.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { counted } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
import type { PolicyChange } from "./changes.ts";
import classes from "./PoliciesPage.module.css";

interface ReviewProps {
  changes: readonly PolicyChange[];
  /** Not ready while a setting is out of bounds or contradicts another one. */
  form: AnyForm;
  reason: FieldProps<string>;
  onDiscard: () => void;
}

/** Shows what would change before it is saved. */
export function Review({ changes, form, reason, onDiscard }: ReviewProps) {
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
      <form {...form.element}>
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
            {...reason}
            onChange={(event) => reason.onChange(event.currentTarget.value.replaceAll(/[\r\n]+/gu, " "))}
          />
          {changes.some(({ weaker }) => weaker !== null) && (
            <Text size="sm">When you save, a second administrator is asked to approve all of these changes.</Text>
          )}
          {!form.isReady && (
            <Text size="sm" role="status">
              Correct the marked settings first.
            </Text>
          )}
          <ErrorNotice error={form.error} onRetry={() => void form.submit()} marked={[...policyKeys, "reason"]} />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onDiscard} disabled={form.busy}>
              Discard
            </Button>
            <Button type="submit" loading={form.busy} disabled={!form.isReady}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

function Change({ change: { label, before, after, weaker } }: { change: PolicyChange }) {
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
            Weaker: {say(weaker)}
            <strong> Needs a second approval.</strong>
          </span>
        </div>
      )}
    </li>
  );
}
