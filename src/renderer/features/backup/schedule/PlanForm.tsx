import { Button, Checkbox, Group, Stack, Switch, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import type { BackupPlan } from "#shared/model/backups.ts";
import { useMay } from "../../../app/session.ts";
import { useAction } from "../../../ipc/hooks.ts";
import { ErrorNotice, fieldError } from "../../../ui/ErrorNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { AmountField } from "./AmountField.tsx";
import { planFields, type PlanDraft, planOf } from "./plan-draft.ts";
import classes from "./Schedule.module.css";
import { RetentionFields } from "./RetentionFields.tsx";
import { WhenFields } from "./WhenFields.tsx";

/** Without the right to change it, the plan is read-only. */
export function PlanForm({ plan }: { plan: BackupPlan }) {
  const mayChange = useMay("backups.setPlan");
  const [draft, setDraft] = useState<PlanDraft>(plan);
  const save = useAction("backups.setPlan");
  const change = (changes: Partial<PlanDraft>) => setDraft({ ...draft, ...changes });
  const submit = () =>
    save.mutate({ plan: planOf(draft) }, { onSuccess: () => notifications.show({ message: "Schedule saved" }) });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <fieldset className={classes.all} disabled={!mayChange || save.isPending} aria-label="Schedule">
        <Stack gap="lg">
          <Section
            title="When"
            description="A backup that was missed because the console was closed is made at the next start. If nothing has changed, it is skipped."
          >
            <WhenFields draft={draft} onChange={change} />
            <Switch
              label="Also before every import, key rotation and restore"
              checked={draft.beforeChanges}
              onChange={(event) => change({ beforeChanges: event.currentTarget.checked })}
            />
          </Section>
          <Section
            title="How long backups are kept"
            description="A backup is kept if any of these rules keeps it. Each rule keeps the newest backup of its hour, day and so on. With all rules off, every backup is kept."
          >
            <RetentionFields
              rules={draft.retention}
              onChange={(retention) => change({ retention })}
              error={save.error}
            />
            <Checkbox
              label="After each backup, remove those that no rule keeps"
              description="Pinned backups and the newest one that passed its test restore are always kept."
              checked={draft.prune}
              onChange={(event) => change({ prune: event.currentTarget.checked })}
            />
          </Section>
          <Section title="When the console warns">
            <div className={classes.warnings}>
              <AmountField
                label="Hours without a tested backup"
                description="After that, every page shows a warning."
                value={draft.proofHours}
                onChange={(proofHours) => change({ proofHours })}
                error={fieldError(save.error, "plan.proofHours")}
              />
              <AmountField
                label="Days without a test of the backup key"
                description="After that, the console asks for a test."
                value={draft.identityDays}
                onChange={(identityDays) => change({ identityDays })}
                error={fieldError(save.error, "plan.identityDays")}
              />
            </div>
          </Section>
          <ErrorNotice error={save.error} onRetry={submit} marked={planFields} />
          {mayChange ? (
            <Group justify="flex-end">
              <Button type="submit" loading={save.isPending}>
                Save
              </Button>
            </Group>
          ) : (
            <Text c="dimmed">Only an owner can change the schedule.</Text>
          )}
        </Stack>
      </fieldset>
    </form>
  );
}
