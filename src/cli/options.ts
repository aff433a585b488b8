import { Option } from "@commander-js/extra-typings";
import type { UserRef } from "#shared/contract/directory.ts";
import { ImportId, SeedImportId, UserId } from "#shared/model/ids.ts";
import { Algorithm, Digits, Period, TokenKind } from "#shared/model/records.ts";
import { text } from "#shared/texts/text.ts";
import { help } from "./help.ts";
import { refused } from "./usage.ts";

/** Of an option that is given several times: all of them. */
export const several = (given: string, before: string[] = []): string[] => [...before, given];

/** @throws InvalidArgumentError */
export function positiveInteger(given: string): number {
  const value = Number(given);
  if (!/^\d{1,6}$/u.test(given) || value < 1) {
    throw refused(text("usage.wholeNumber"));
  }
  return value;
}

/** @throws InvalidArgumentError */
export function algorithm(given: string): Algorithm {
  const parsed = Algorithm.safeParse(given.toUpperCase());
  if (!parsed.success) {
    throw refused(text("usage.oneOf", { choices: Algorithm.options }));
  }
  return parsed.data;
}

/** @throws InvalidArgumentError */
export function kind(given: string): TokenKind {
  const parsed = TokenKind.safeParse(given.toLowerCase());
  if (!parsed.success) throw refused(text("usage.oneOf", { choices: TokenKind.options }));
  return parsed.data;
}

/** @throws InvalidArgumentError */
export function digits(given: string): Digits {
  const parsed = Digits.safeParse(Number(given));
  if (!parsed.success) throw refused(text("usage.digits"));
  return parsed.data;
}

/** @throws InvalidArgumentError */
export function period(given: string): Period {
  const parsed = Period.safeParse(Number(given));
  if (!parsed.success) throw refused(text("usage.period"));
  return parsed.data;
}

/** Limits a list to one person. */
export const personOption = () =>
  new Option("--person <person>", help("help.onlyPerson", { who: text("help.person") }));

/** A person as named on the command line. */
export function userRef(given: string): UserRef {
  const id = UserId.safeParse(given);
  return id.success ? { id: id.data } : { identifier: given };
}

/** @throws InvalidArgumentError */
export function seedImportId(given: string): SeedImportId {
  const parsed = SeedImportId.safeParse(given);
  if (!parsed.success) throw refused(text("usage.seedImportId"));
  return parsed.data;
}

/** @throws InvalidArgumentError */
export function importId(given: string): ImportId {
  const parsed = ImportId.safeParse(given);
  if (!parsed.success) throw refused(text("usage.importId"));
  return parsed.data;
}
