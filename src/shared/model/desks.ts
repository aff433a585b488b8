import { z } from "zod";

/** Where something was begun or is kept: a computer with an account of its operating system. */
export const DeskShown = z.strictObject({
  /** The computer's name. */
  name: z.string(),
  /** Whether it is the one that is asking. */
  here: z.boolean(),
});
export type DeskShown = z.infer<typeof DeskShown>;
