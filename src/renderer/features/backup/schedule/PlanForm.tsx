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

/** Without the right to change it, the plan is only read. */
export function PlanForm({ plan }: { plan: BackupPlan }) {
  const mayChange = useMay("backups.setPlan");
  const [draft, setDraft] = useState<PlanDraft>(plan);
  const save = useAction("backups.setPlan");
  const change = (changes: Partial<PlanDraft>) => setDraft({ ...draft, ...changes });
  const submit = () =>
    save.mutate(
      { plan: planOf(draft) },
      { onSuccess: () => notifications.show({ title: "Saved", message: "The schedule holds from now on." }) },
    );
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
            description="A backup that was missed because the console was closed is made at the next start. If nothing has changed, none is made."
          >
            <WhenFields draft={draft} onChange={change} />
            <Switch
              label="Also before every import, exchange of keys and restore"
              checked={draft.beforeChanges}
              onChange={(event) => change({ beforeChanges: event.currentTarget.checked })}
            />
          </Section>
          <Section
            title="How long they are kept"
            description="A backup stays if any of these says so; of each hour, day and so on it is the newest one. 0: no such rule. With 0 everywhere, every backup stays."
          >
            <RetentionFields
              rules={draft.retention}
              onChange={(retention) => change({ retention })}
              error={save.error}
            />
            <Checkbox
              label="Remove what no rule keeps after each backup"
              description="The newest one that was proven restorable and the pinned ones always stay."
              checked={draft.prune}
              onChange={(event) => change({ prune: event.currentTarget.checked })}
            />
          </Section>
          <Section title="When the console warns">
            <div className={classes.warnings}>
              <AmountField
                label="Hours without a backup that was proven restorable"
                description="After so long, the console says so on every page."
                value={draft.proofHours}
                onChange={(proofHours) => change({ proofHours })}
                error={fieldError(save.error, "plan.proofHours")}
              />
              <AmountField
                label="Days without anybody showing a recovery identity"
                description="After so long, the console asks for somebody to show it."
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
            <Text c="dimmed">Only an owner changes the schedule.</Text>
          )}
        </Stack>
      </fieldset>
    </form>
  );
}
