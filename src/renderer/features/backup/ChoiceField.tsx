import { Group, Radio } from "@mantine/core";

interface ChoiceFieldProps<Value extends string> {
  label: string;
  values: readonly Value[];
  inWords: Readonly<Record<Value, string>>;
  value: Value;
  onChange: (value: Value) => void;
}

/** A choice between a few options, as radio buttons in a row. */
export function ChoiceField<Value extends string>(props: ChoiceFieldProps<Value>) {
  const { label, values, inWords, value, onChange } = props;
  return (
    <Radio.Group
      label={label}
      value={value}
      onChange={(next) => {
        const found = values.find((one) => one === next);
        if (found !== undefined) onChange(found);
      }}
    >
      <Group gap="xl" mt={6}>
        {values.map((one) => (
          <Radio key={one} value={one} label={inWords[one]} />
        ))}
      </Group>
    </Radio.Group>
  );
}
