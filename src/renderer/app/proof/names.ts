const list = new Intl.ListFormat("en", { type: "disjunction" });

/** `Mara, Ole or Pia`. */
export const eitherOf = (names: readonly string[]): string => list.format(names);
