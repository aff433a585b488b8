import type { Algorithm, Digits, Period, Token } from "#shared/model/records.ts";

export interface Options {
  label: string;
  algorithm: Algorithm;
  digits: Digits;
  period: Period;
}

/** What every authenticator app supports. */
export const defaultOptions: Options = { label: "", algorithm: "SHA1", digits: 6, period: 30 };

/** A replacement starts from the authenticator that it replaces. */
export const optionsOf = ({ label, algorithm, digits, period }: Token): Options => ({
  label,
  algorithm,
  digits,
  period,
});
