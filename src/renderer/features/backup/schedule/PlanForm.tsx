import { Button, Checkbox, Group, Stack, Switch, Text } from "@mantine/core";
import type { BackupPlan } from "#shared/model/backups.ts";
import { useMay } from "../../../app/may.ts";
import { FormNotice } from "../../../form/FormNotice.tsx";
import { useContractForm } from "../../../form/use-contract-form.ts";
import { Section } from "../../../ui/Section.tsx";
import { AmountField } from "./AmountField.tsx";
import { type PlanDraft, planOf } from "./plan-draft.ts";
import classes from "./Schedule.module.css";
import { RetentionFields } from "./RetentionFields.tsx";
import { WhenFields } from "./WhenFields.tsx";

/** Without the right to change it, the plan is read-only. */
export function PlanForm({ plan }: { plan: BackupPlan }) {
  const mayChange = useMay("backupPlan.set");
  const initial: PlanDraft = plan;
  const form = useContractForm({
    procedure: "backupPlan.set",
    initial,
    input: (draft) => ({ plan: planOf(draft) }),
    fieldOf: (path) => path.replace(/^plan\./u, ""),
    confirmation: "Schedule saved",
  });
  return (
    <form {...form.element}>
      <fieldset className={classes.all} disabled={!mayChange || form.busy} aria-label="Schedule">
        <Stack gap="lg">
          <Section
            title="When"
            description="A backup that was missed because the console was closed is made at the next start. If nothing has changed, it is skipped."
          >
            <WhenFields draft={form.values} onChange={form.set} />
            <Switch label="Also before every import, key rotation and restore" {...form.checkbox("beforeChanges")} />
          </Section>
          <Section
            title="How long backups are kept"
            description="A backup is kept if any of these rules keeps it. Each rule keeps the newest backup of its hour, day and so on. With all rules off, every backup is kept."
          >
            <RetentionFields field={(rule) => form.field(`retention.${rule}`)} />
            <Checkbox
              label="After each backup, remove those that no rule keeps"
              description="Pinned backups and the newest one that passed its test restore are always kept."
              {...form.checkbox("prune")}
            />
          </Section>
          <Section title="When the console warns">
            <div className={classes.warnings}>
              <AmountField
                label="Hours without a tested backup"
                description="After that, every page shows a warning."
                {...form.field("proofHours")}
              />
              <AmountField
                label="Days without a test of the backup key"
                description="After that, the console asks for a test."
                {...form.field("identityDays")}
              />
            </div>
          </Section>
          <FormNotice form={form} />
          {mayChange ? (
            <Group justify="flex-end">
              <Button type="submit" loading={form.busy}>
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
