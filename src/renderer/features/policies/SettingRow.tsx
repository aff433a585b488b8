import { Button, Group, Text } from "@mantine/core";
import { defaultPolicy, type Policy, type PolicyKey } from "#shared/model/policy.ts";
import { type Edits, isValue, type PolicyDraft } from "./changes.ts";
import classes from "./PoliciesPage.module.css";
import { SettingControl } from "./SettingControl.tsx";
import { labelOf, type Setting } from "./setting.ts";

interface SettingRowProps {
  setting: Setting;
  policy: Policy;
  /** Without it the setting is only shown. */
  form?: { draft: PolicyDraft; faults: Partial<Record<string, string>>; edit: (change: Edits) => void } | undefined;
}

const changeTo = (key: PolicyKey, policy: Policy): Edits => ({ [key]: policy[key] });

/** One setting: what it is, its bound and source, its default, its value. */
export function SettingRow({ setting, policy, form }: SettingRowProps) {
  const { key, help, bound, show } = setting;
  const label = labelOf(key);
  const draft = form?.draft ?? policy;
  const changed = !isValue(policy, draft, key);
  const isDefault = isValue(defaultPolicy, draft, key);
  const ids = { label: `policy-${key}`, help: `policy-${key}-help` };
  return (
    <div className={classes.setting} role="group" aria-labelledby={ids.label} aria-describedby={ids.help}>
      <div>
        <Group gap="sm">
          <span id={ids.label} className={classes.label}>
            {label}
          </span>
          {changed && (
            <Text span size="xs" className={classes.changed ?? ""}>
              Changed
            </Text>
          )}
        </Group>
        <div id={ids.help}>
          <Text size="sm">{help}</Text>
          <Text size="xs" c="dimmed">
            {bound}
          </Text>
          <Text size="xs" c="dimmed">
            {isDefault ? "This is the default." : `Default: ${show(defaultPolicy)}`}
          </Text>
        </div>
        {form && !isDefault && (
          <Button
            size="compact-xs"
            variant="subtle"
            mt={2}
            ml={-8}
            aria-label={`Reset to default: ${label}`}
            onClick={() => form.edit(changeTo(key, defaultPolicy))}
          >
            Reset to default
          </Button>
        )}
      </div>
      {form ? (
        <SettingControl setting={setting} draft={form.draft} fault={form.faults[key]} edit={form.edit} />
      ) : (
        <Text fw={600} className="breakable">
          {show(policy)}
        </Text>
      )}
    </div>
  );
}
