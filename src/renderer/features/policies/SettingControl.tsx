import { Checkbox, Input, NumberInput, SegmentedControl, Stack, Switch, TextInput } from "@mantine/core";
import { policyRules } from "#shared/model/policy-rules.ts";
import type { Edits, PolicyDraft } from "./changes.ts";
import { labelOf, boundsOf, type Setting } from "./setting.ts";

interface SettingControlProps {
  setting: Setting;
  draft: PolicyDraft;
  fault: string | undefined;
  edit: (change: Edits) => void;
}

type Of<Control extends Setting["control"]> = Omit<SettingControlProps, "setting"> & {
  setting: Extract<Setting, { control: Control }>;
};

/** The control for one setting. */
export function SettingControl({ setting, ...rest }: SettingControlProps) {
  switch (setting.control) {
    case "text":
      return <Line setting={setting} {...rest} />;
    case "switch":
      return <OnOff setting={setting} {...rest} />;
    case "number":
      return <Amount setting={setting} {...rest} />;
    case "several":
      return <Several setting={setting} {...rest} />;
    case "one":
      return <One setting={setting} {...rest} />;
  }
}

function Line({ setting: { key }, draft, fault, edit }: Of<"text">) {
  return (
    <TextInput
      aria-label={labelOf(key)}
      autoComplete="off"
      maxLength={64}
      value={draft[key]}
      error={fault}
      onChange={(event) => edit({ [key]: event.currentTarget.value })}
    />
  );
}

function OnOff({ setting: { key }, draft, fault, edit }: Of<"switch">) {
  return (
    <Switch
      aria-label={labelOf(key)}
      checked={draft[key]}
      error={fault}
      onChange={(event) => edit({ [key]: event.currentTarget.checked })}
    />
  );
}

/** Accepts what is typed and says in words what is out of bounds, so that no number changes while it is typed. */
function Amount({ setting: { key }, draft, fault, edit }: Of<"number">) {
  const { min, max } = boundsOf(key);
  return (
    <NumberInput
      aria-label={labelOf(key)}
      inputWrapperOrder={["input", "error", "description"]}
      description={policyRules[key].unit}
      min={min}
      max={max}
      clampBehavior="none"
      allowDecimal={false}
      value={draft[key]}
      error={fault}
      onChange={(value) => edit({ [key]: typeof value === "number" ? value : "" })}
    />
  );
}

function Several({ setting: { key, options }, draft, fault, edit }: Of<"several">) {
  const chosen: readonly (string | number)[] = draft[key];
  const toggle = (value: string | number, on: boolean) => {
    const next = options.map((option) => option.value).filter((one) => (one === value ? on : chosen.includes(one)));
    edit({ [key]: next });
  };
  return (
    <Stack gap={6} role="group" aria-label={labelOf(key)}>
      {options.map((option) => (
        <Checkbox
          key={option.value}
          label={option.label}
          checked={chosen.includes(option.value)}
          onChange={(event) => toggle(option.value, event.currentTarget.checked)}
        />
      ))}
      {fault && <Input.Error role="alert">{fault}</Input.Error>}
    </Stack>
  );
}

function One({ setting: { key, options }, draft, fault, edit }: Of<"one">) {
  return (
    <Stack gap={6}>
      <SegmentedControl
        aria-label={labelOf(key)}
        data={options.map((option) => ({ value: String(option.value), label: option.label }))}
        value={String(draft[key])}
        onChange={(value) => {
          const chosen = options.find((option) => String(option.value) === value);
          if (chosen) edit({ [key]: chosen.value });
        }}
      />
      {fault && <Input.Error role="alert">{fault}</Input.Error>}
    </Stack>
  );
}
