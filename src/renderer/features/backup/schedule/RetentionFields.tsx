import type { FieldProps } from "../../../form/use-contract-form.ts";
import { AmountField } from "./AmountField.tsx";
import type { PlanDraft, Typed } from "./plan-draft.ts";
import classes from "./Schedule.module.css";

type Rules = PlanDraft["retention"];

const words: readonly (readonly [keyof Rules, label: string, meaning: string])[] = [
  ["last", "Last", "Keep this many of the newest backups; 0 = off"],
  ["hourly", "Hourly", "Keep hourly backups for this many hours; 0 = off"],
  ["daily", "Daily", "Keep daily backups for this many days; 0 = off"],
  ["weekly", "Weekly", "Keep weekly backups for this many weeks; 0 = off"],
  ["monthly", "Monthly", "Keep monthly backups for this many months; 0 = off"],
  ["yearly", "Yearly", "Keep yearly backups for this many years; 0 = off"],
];

export function RetentionFields({ field }: { field: (rule: keyof Rules) => FieldProps<Typed> }) {
  return (
    <div className={classes.rules}>
      {words.map(([rule, label, meaning]) => (
        <AmountField key={rule} label={label} description={meaning} {...field(rule)} />
      ))}
    </div>
  );
}
