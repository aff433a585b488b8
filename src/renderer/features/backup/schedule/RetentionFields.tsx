import { fieldError, type ShownError } from "../../../ui/ErrorNotice.tsx";
import { AmountField } from "./AmountField.tsx";
import type { PlanDraft } from "./plan-draft.ts";
import classes from "./Schedule.module.css";

type Rules = PlanDraft["retention"];

interface RetentionFieldsProps {
  rules: Rules;
  onChange: (rules: Rules) => void;
  error: ShownError | null;
}

const words: readonly (readonly [keyof Rules, label: string, meaning: string])[] = [
  ["last", "Last", "So many of the newest."],
  ["hourly", "Hourly", "One an hour, for so many hours."],
  ["daily", "Daily", "One a day, for so many days."],
  ["weekly", "Weekly", "One a week, for so many weeks."],
  ["monthly", "Monthly", "One a month, for so many months."],
  ["yearly", "Yearly", "One a year, for so many years."],
];

export function RetentionFields({ rules, onChange, error }: RetentionFieldsProps) {
  return (
    <div className={classes.rules}>
      {words.map(([rule, label, meaning]) => (
        <AmountField
          key={rule}
          label={label}
          description={meaning}
          value={rules[rule]}
          onChange={(amount) => onChange({ ...rules, [rule]: amount })}
          error={fieldError(error, `plan.retention.${rule}`)}
        />
      ))}
    </div>
  );
}
