import { z } from "zod";
import type { Fact as FactOfText } from "./facts.ts";
import { type Label as LabelOfText, messageOf, type Text as TextOfFacts, type TextKey } from "./text.ts";

// Apart from what makes and says texts: the window's first screen does both without a schema.

const Key = z.custom<TextKey>((key) => typeof key === "string" && messageOf(key) !== undefined);

/** A text from the other side of a boundary, or from the store. */
export const Text: z.ZodType<TextOfFacts> = z.lazy(() =>
  z.strictObject({ key: Key, facts: z.record(z.string(), Fact).exactOptional() }),
);
export type Text = TextOfFacts;

/** What somebody named, as it is, or what the console calls it. */
export const Label: z.ZodType<LabelOfText> = z.union([z.string(), Text]);
export type Label = LabelOfText;

const Fact: z.ZodType<FactOfText> = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  Text,
  z.array(z.union([z.string(), Text])),
]);
