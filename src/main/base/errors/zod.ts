import { z } from "zod";
import { AppError } from "#shared/errors.ts";
import { textOfIssue } from "#shared/texts/issues.ts";
import { text, type Text } from "#shared/texts/text.ts";

/** More fields than any form has do not help, and an answer must stay small. */
const maxFields = 50;
const maxKeyLength = 64;

/** The name for the whole input, if a fault belongs to no single field. */
const wholeInput = "_";

type Issue = z.core.$ZodIssue;

/**
 * A failed parse. `fields`: path joined by `.` -> the first thing that is wrong there. The texts are the contract's
 * own or the usual ones, and never contain the value that was given.
 *
 * @returns undefined for any other error
 */
export function fromZod(thrown: unknown): AppError | undefined {
  if (!(thrown instanceof z.core.$ZodError)) return undefined;
  return new AppError("INVALID_INPUT", { fields: fieldsOf(thrown.issues), cause: thrown });
}

/** @returns field path -> text, for the issues of one failed parse */
function fieldsOf(issues: readonly Issue[]): Record<string, Text> {
  const fields = new Map<string, Text>();
  for (const [path, words] of issues.flatMap(faultsOf)) {
    if (!fields.has(path) && fields.size < maxFields) fields.set(path, words);
  }
  return Object.fromEntries(fields);
}

function faultsOf(issue: Issue): [path: string, words: Text][] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => [pathOf([...issue.path, key]), text("input.unknownField")]);
  }
  return [[pathOf(issue.path), textOfIssue(issue)]];
}

function pathOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return wholeInput;
  return path.map((part) => shown(String(part))).join(".");
}

/** Keys come from the caller: an unknown one may be anything. */
function shown(key: string): string {
  const printable = key.replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, "\uFFFD");
  return printable.length > maxKeyLength ? `${printable.slice(0, maxKeyLength)}…` : printable;
}
