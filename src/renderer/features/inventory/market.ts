import { Algorithm, Digits, Period, TokenKind } from "#shared/model/records.ts";
import type { AllowedParameters } from "../../ui/ParameterFields.tsx";

/** What is on the market, whatever the policy says of authenticators that are made here. */
export const onTheMarket: AllowedParameters = {
  kinds: TokenKind.options,
  algorithms: Algorithm.options,
  digits: Digits.options.map(({ value }) => value),
  periods: Period.options.map(({ value }) => value),
};
