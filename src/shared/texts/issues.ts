import { z } from "zod";
import { Text } from "./schemas.ts";
import { text } from "./text.ts";

type RawIssue = z.core.$ZodRawIssue;

/**
 * A text as the message of a schema's check: zod carries strings only. `textOfIssue` takes it out again.
 *
 * @example z.string().min(1, issueOf(text("fields.missing")))
 */
export const issueOf = (what: Text): string => JSON.stringify(what);

/** @returns what an issue of a failed parse says; never the value that was given */
export function textOfIssue({ message }: { message: string }): Text {
  try {
    return Text.parse(JSON.parse(message));
  } catch {
    // Words of zod's own, or none.
    return text("input.invalid");
  }
}

const measures = { string: "characters", array: "items", set: "items", map: "entries" } as const;

const measureOf = (origin: string): string =>
  Object.hasOwn(measures, origin) ? measures[origin as keyof typeof measures] : "other";

const literal = (value: unknown): string => (typeof value === "string" ? JSON.stringify(value) : String(value));

/** A wrong type names the type that was given, not the value; what would be allowed is public. */
function textOf(issue: RawIssue): Text {
  switch (issue.code) {
    case "invalid_type":
      return text("input.wrongType", {
        expected: issue.expected,
        received: z.core.util.parsedType(issue.input),
      });
    case "invalid_value": {
      const options = issue.values.map(literal).join("|");
      return text(issue.values.length === 1 ? "input.wrongValue" : "input.wrongOption", { options });
    }
    case "too_big":
      return text("input.tooBig", {
        origin: issue.origin,
        measure: measureOf(issue.origin),
        limit: `${issue.exact ? "exactly " : issue.inclusive ? "<=" : "<"}${issue.maximum}`,
      });
    case "too_small":
      return text("input.tooSmall", {
        origin: issue.origin,
        measure: measureOf(issue.origin),
        limit: `${issue.exact ? "exactly " : issue.inclusive ? ">=" : ">"}${issue.minimum}`,
      });
    case "invalid_format":
      return text("input.wrongFormat", { format: issue.format });
    case "custom":
    case "invalid_element":
    case "invalid_key":
    case "invalid_union":
    case "not_multiple_of":
    case "unrecognized_keys":
      return text("input.wrong");
  }
}

/** What schemas say that have no text of their own. */
z.config({ customError: (issue) => issueOf(textOf(issue)) });
