import { InvalidArgumentError, Option } from "@commander-js/extra-typings";
import type { UserRef } from "#shared/contract/directory.ts";
import { ImportId, UserId } from "#shared/model/ids.ts";
import { Algorithm, Digits, Period, TokenKind } from "#shared/model/records.ts";

/** @throws InvalidArgumentError */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!/^\d{1,6}$/u.test(text) || value < 1) {
    throw new InvalidArgumentError("It must be a whole number from 1 to 999999.");
  }
  return value;
}

/** @throws InvalidArgumentError */
export function algorithm(text: string): Algorithm {
  const parsed = Algorithm.safeParse(text.toUpperCase());
  if (!parsed.success) {
    throw new InvalidArgumentError(`It must be one of ${Algorithm.options.join(", ")}.`);
  }
  return parsed.data;
}

/** @throws InvalidArgumentError */
export function kind(text: string): TokenKind {
  const parsed = TokenKind.safeParse(text.toLowerCase());
  if (!parsed.success) throw new InvalidArgumentError(`It must be one of ${TokenKind.options.join(", ")}.`);
  return parsed.data;
}

/** @throws InvalidArgumentError */
export function digits(text: string): Digits {
  const parsed = Digits.safeParse(Number(text));
  if (!parsed.success) throw new InvalidArgumentError("It must be 6 or 8.");
  return parsed.data;
}

/** @throws InvalidArgumentError */
export function period(text: string): Period {
  const parsed = Period.safeParse(Number(text));
  if (!parsed.success) throw new InvalidArgumentError("It must be 30 or 60 (seconds).");
  return parsed.data;
}

/** How an argument can name a person. */
export const whoHelp = "username, external id, e-mail address or id";

/** Limits a list to one person. */
export const personOption = () => new Option("--person <person>", `only this person's: ${whoHelp}`);

/** A person as named on the command line. */
export function userRef(text: string): UserRef {
  const id = UserId.safeParse(text);
  return id.success ? { id: id.data } : { identifier: text };
}

/** Examples for the end of a command's help. */
export const examples = (...lines: string[]): string =>
  ["", lines.length === 1 ? "Example:" : "Examples:", ...lines.map((line) => `  ${line}`)].join("\n");

/** @throws InvalidArgumentError */
export function importId(text: string): ImportId {
  const parsed = ImportId.safeParse(text);
  if (!parsed.success)
    throw new InvalidArgumentError("It must be the id of an import. See: countersign people imports");
  return parsed.data;
}
