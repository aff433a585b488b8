import { Policy, type PolicyKey } from "#shared/model/policy.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { numberInWords, secondsInWords } from "../../ui/format.ts";

type TextKey = "issuer";
type SwitchKey = "returnSlip" | "secondFactorOptional" | "sessionsSurviveRestart";
export type SeveralKey = "kinds" | "algorithms" | "digits" | "periods";
export type OneKey =
  | "defaultAlgorithm"
  | "defaultDigits"
  | "defaultPeriod"
  | "soleApproval"
  | "backupApproval"
  | "paper";
export type NumberKey = Exclude<PolicyKey, TextKey | SwitchKey | SeveralKey | OneKey>;

export type Choice = string | number;

interface Words {
  help: string;
  /** The bound in words, and the standard that sets it; the console's own where none does. */
  bound: string;
  /** The value in words. */
  show: (policy: Policy) => string;
}

type Control =
  | { control: "text"; key: TextKey }
  | { control: "switch"; key: SwitchKey }
  | { control: "number"; key: NumberKey }
  | { control: "several"; key: SeveralKey; options: readonly { value: Choice; label: string }[] }
  | { control: "one"; key: OneKey; options: readonly { value: Choice; label: string }[] };

export type Setting = Control & Words;

/** What a setting is called. */
export const labelOf = (key: PolicyKey): string => say(text(`policy.${key}`));

export const numeral = (value: number): string => numberInWords(value);
export const seconds = (value: number): string => secondsInWords(value);
export const minutes = (value: number): string => secondsInWords(value * 60);

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
