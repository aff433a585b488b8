import { Group, SegmentedControl, Stack, Text } from "@mantine/core";
import type { Algorithm, Digits, Period, TokenKind } from "#shared/model/records.ts";

/** How an authenticator computes its codes. */
export interface Parameters {
  kind: TokenKind;
  algorithm: Algorithm;
  digits: Digits;
  period: Period;
}

/** The values to choose from. */
export interface AllowedParameters {
  kinds: readonly TokenKind[];
  algorithms: readonly Algorithm[];
  digits: readonly Digits[];
  periods: readonly Period[];
}

interface ParameterFieldsProps {
  allowed: AllowedParameters;
  value: Parameters;
  onChange: (changes: Partial<Parameters>) => void;
}

const kindInWords: Record<TokenKind, string> = { totp: "Time-based", hotp: "Counter-based" };

/** Kind, algorithm, digits and time step, each limited to its allowed values. */
export function ParameterFields({ allowed, value, onChange }: ParameterFieldsProps) {
  return (
    <Group gap="xl" align="flex-start">
      <Choice
        label="Type"
        values={allowed.kinds}
        inWords={(kind) => kindInWords[kind]}
        value={value.kind}
        onChange={(kind) => onChange({ kind })}
      />
      <Choice
        label="Algorithm"
        values={allowed.algorithms}
        inWords={String}
        value={value.algorithm}
        onChange={(algorithm) => onChange({ algorithm })}
      />
      <Choice
        label="Digits"
        values={allowed.digits}
        inWords={String}
        value={value.digits}
        onChange={(digits) => onChange({ digits })}
      />
      {value.kind === "totp" && (
        <Choice
          label="New code every"
          values={allowed.periods}
          inWords={(period) => `${period} s`}
          value={value.period}
          onChange={(period) => onChange({ period })}
        />
      )}
    </Group>
  );
}

interface ChoiceProps<Value extends string | number> {
  label: string;
  values: readonly Value[];
  inWords: (value: Value) => string;
  value: Value;
  onChange: (value: Value) => void;
}

function Choice<Value extends string | number>({ label, values, inWords, value, onChange }: ChoiceProps<Value>) {
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600} aria-hidden>
        {label}
      </Text>
      <SegmentedControl
        aria-label={label}
        data={values.map((one) => ({ value: String(one), label: inWords(one) }))}
        value={String(value)}
        onChange={(chosen) => {
          const found = values.find((one) => String(one) === chosen);
          if (found !== undefined) onChange(found);
        }}
      />
    </Stack>
  );
}

/** `6 digits, every 30 s, SHA1`. */
export const parametersInWords = ({ kind, algorithm, digits, period }: Parameters): string =>
  `${digits} digits, ${kind === "totp" ? `every ${period} s` : "counter-based"}, ${algorithm}`;
