import { Algorithm, Digits, Period, TokenKind } from "#shared/model/records.ts";
import type { AllowedParameters } from "../../ui/ParameterFields.tsx";

/** Everything on the market, whatever the policy allows for authenticators that are made here. */
export const onTheMarket: AllowedParameters = {
  kinds: TokenKind.options,
  algorithms: Algorithm.options,
  digits: Digits.options.map(({ value }) => value),
  periods: Period.options.map(({ value }) => value),
};
