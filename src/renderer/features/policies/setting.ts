import { Policy, type PolicyKey } from "#shared/model/policy.ts";
import { numberInWords, secondsInWords } from "../../ui/format.ts";

type TextKey = "issuer";
type SwitchKey = "returnSlip" | "secondFactorOptional" | "sessionsSurviveRestart";
export type SeveralKey = "kinds" | "algorithms" | "digits" | "periods";
export type OneKey = "defaultAlgorithm" | "defaultDigits" | "defaultPeriod" | "soleApproval" | "paper";
export type NumberKey = Exclude<PolicyKey, TextKey | SwitchKey | SeveralKey | OneKey>;

export type Choice = string | number;

interface Words {
  label: string;
  help: string;
  /** The bound in words, and the standard that sets it; the console's own where none does. */
  bound: string;
  /** The value in words. */
  show: (policy: Policy) => string;
  /** Why a change makes the console weaker; null when it does not. */
  weakens?: (before: Policy, after: Policy) => string | null;
}

type Control =
  | { control: "text"; key: TextKey }
  | { control: "switch"; key: SwitchKey }
  | { control: "number"; key: NumberKey; unit: string }
  | { control: "several"; key: SeveralKey; options: readonly { value: Choice; label: string }[] }
  | { control: "one"; key: OneKey; options: readonly { value: Choice; label: string }[] };

export type Setting = Control & Words;

export const numeral = (value: number): string => numberInWords(value);
export const seconds = (value: number): string => secondsInWords(value);
export const minutes = (value: number): string => secondsInWords(value * 60);

export const higher =
  (key: NumberKey | "defaultDigits" | "defaultPeriod", why: string): NonNullable<Words["weakens"]> =>
  (before, after) =>
    after[key] > before[key] ? why : null;
export const lower =
  (key: NumberKey | "defaultDigits" | "defaultPeriod", why: string): NonNullable<Words["weakens"]> =>
  (before, after) =>
    after[key] < before[key] ? why : null;
export const gains =
  (key: SeveralKey, value: Choice, why: string): NonNullable<Words["weakens"]> =>
  (before, after) => {
    const has = (values: readonly Choice[]) => values.includes(value);
    return has(after[key]) && !has(before[key]) ? why : null;
  };
/** A switch that is better left off. */
export const turnedOn =
  (key: SwitchKey, why: string): NonNullable<Words["weakens"]> =>
  (before, after) =>
    after[key] && !before[key] ? why : null;

export const onOrOff = (on: boolean): string => (on ? "On" : "Off");

/** The bound of a number, from the schema that checks it. */
export function boundsOf(key: NumberKey): { min: number; max: number } {
  const { minValue, maxValue } = Policy.shape[key];
  return { min: minValue ?? 0, max: maxValue ?? Number.MAX_SAFE_INTEGER };
}

export const within = (key: NumberKey, source: string, show = numeral): string => {
  const { min, max } = boundsOf(key);
  return `${show(min)} to ${show(max)}. ${source}`;
};
