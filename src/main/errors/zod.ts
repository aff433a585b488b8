import { z } from "zod";
import { AppError } from "#shared/errors.ts";

/** More fields than a form has are no help, and an answer must stay small. */
const maxFields = 50;
const maxKeyLength = 64;

/** The name of the whole input where a fault belongs to no field of its own. */
const wholeInput = "_";

type Issue = z.core.$ZodIssue;

/**
 * A failed parse. `fields`: path joined by `.` -> the first thing that is wrong there. The messages
 * are the contract's own or zod's, and never hold the value that was given.
 *
 * @returns undefined when it is none
 */
export function fromZod(thrown: unknown): AppError | undefined {
  if (!(thrown instanceof z.core.$ZodError)) return undefined;
  return new AppError("INVALID_INPUT", { fields: fieldsOf(thrown.issues), cause: thrown });
}

/** @returns field path -> message, for the issues of one failed parse */
function fieldsOf(issues: readonly Issue[]): Record<string, string> {
  const fields = new Map<string, string>();
  for (const [path, message] of issues.flatMap(faultsOf)) {
    if (!fields.has(path) && fields.size < maxFields) fields.set(path, message);
  }
  return Object.fromEntries(fields);
}

function faultsOf(issue: Issue): [path: string, message: string][] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => [pathOf([...issue.path, key]), "This field is not known here."]);
  }
  return [[pathOf(issue.path), messageOf(issue)]];
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

/**
 * zod's own words for a wrong type name the type that came, not the value; a few of its messages
 * list what would be allowed, which is the contract's and public.
 */
function messageOf(issue: Issue): string {
  return issue.message.length > 0 ? issue.message : "This is not right.";
}
