import { z } from "zod";
import { Policy } from "../model/policy.ts";
import { everyRole } from "../model/records.ts";
import { line } from "../model/text.ts";
import { mutation, query } from "./procedure.ts";

export const policies = {
  get: query({ input: z.strictObject({}), output: Policy, allow: everyRole }),
  /** POLICY_REFUSED, with the fields, where two settings contradict each other. Audited with before and after. */
  set: mutation({
    input: z.strictObject({ changes: Policy.partial(), reason: line("reason", 300).optional() }),
    output: Policy,
    allow: ["owner"],
    // When a setting gets weaker.
    countersign: true,
  }),
};
