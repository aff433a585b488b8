import { Group, Select } from "@mantine/core";
import { ChoiceField } from "../ChoiceField.tsx";
import type { PlanDraft } from "./plan-draft.ts";

const everyValues = ["off", "hour", "day", "week"] as const;
const everyInWords = { off: "Manual only", hour: "Every hour", day: "Every day", week: "Every week" };

const hours = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, "0")}:00`,
}));
const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"].map((label, index) => ({
  value: String(index + 1),
  label,
}));

interface WhenFieldsProps {
  draft: Pick<PlanDraft, "every" | "hour" | "weekday">;
  onChange: (changes: Partial<PlanDraft>) => void;
}

export function WhenFields({ draft: { every, hour, weekday }, onChange }: WhenFieldsProps) {
  return (
    <>
      <ChoiceField
        label="How often"
        values={everyValues}
        inWords={everyInWords}
        value={every}
        onChange={(next) => onChange({ every: next })}
      />
      {(every === "day" || every === "week") && (
        <Group gap="md">
          {every === "week" && (
            <Select
              label="Day"
              data={weekdays}
              value={String(weekday)}
              onChange={(value) => value !== null && onChange({ weekday: Number(value) })}
            />
          )}
          <Select
            label="Time"
            description="By this computer's clock"
            data={hours}
            value={String(hour)}
            onChange={(value) => value !== null && onChange({ hour: Number(value) })}
          />
        </Group>
      )}
    </>
  );
}
