import type { ActDescription } from "#shared/contract/approvals.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import type { Policy, PolicyKey } from "#shared/model/policy.ts";
import { policyRules, weakenedKeys } from "#shared/model/policy-rules.ts";
import { type Label, text } from "#shared/texts/text.ts";
import { type Context, opened } from "../call/context.ts";
import type { Describers } from "../call/handlers.ts";
import { requireStillFits } from "./fit.ts";
import { changedPolicy, readPolicy } from "./policy.ts";

const ofTime: ReadonlySet<string> = new Set(["seconds", "minutes", "hours", "days"]);

/** `Longest session, in hours`. */
function labelOf(key: PolicyKey): Label {
  const label = text(`policy.${key}`);
  const { unit = "" } = policyRules[key];
  return ofTime.has(unit) ? text("policy.inUnit", { label, unit }) : label;
}

function shown(value: unknown): Label {
  if (typeof value === "boolean") return text(value ? "policy.on" : "policy.off");
  return Array.isArray(value) ? value.join(", ") : String(value);
}

/** A setting that a change makes weaker, in words: its name, and its values before and after. */
interface Weakened {
  key: PolicyKey;
  label: Label;
  before: Label;
  after: Label;
}

/** In the order of the settings. */
export const weakenedSettings = (before: Policy, after: Policy): Weakened[] =>
  weakenedKeys(before, after).map((key) => ({
    key,
    label: labelOf(key),
    before: shown(before[key]),
    after: shown(after[key]),
  }));

/** What needs an approval of a change: only what gets weaker. */
export function describeChange(before: Policy, after: Policy): ActDescription | null {
  const weakened = weakenedSettings(before, after);
  if (weakened.length === 0) return null;
  return {
    title: text("approvals.weaken", { count: weakened.length }),
    facts: weakened.map(({ label, before: was, after: becomes }) =>
      text("approvals.setting", { label, before: was, after: becomes }),
    ),
  };
}

/** @throws AppError POLICY_REFUSED as for the change itself */
async function set(context: Context, { changes }: ParsedInputOf<"policies.set">): Promise<ActDescription | null> {
  const { db } = opened(context).store;
  const before = await readPolicy(db);
  const after = changedPolicy(before, changes);
  await requireStillFits(db, before, after);
  return describeChange(before, after);
}

export const policyDescribers: Pick<Describers, "policies.set"> = { "policies.set": set };
