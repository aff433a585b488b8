import type { CountersignedName } from "#shared/contract/index.ts";
import type { ActDescription } from "#shared/contract/approvals.ts";
import type { AdminId } from "#shared/model/ids.ts";
import type { Context } from "../../call/context.ts";
import type { Describe, Describers } from "../../call/handlers.ts";
import type { Keys } from "../../keys/keys.ts";

/** Separates what is approved from everything else that the audit key proves. */
const purpose = "countersign/v1/approval\n";

/** One text for one value: object keys sorted, undefined left out. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, child]) => [key, canonical(child)]));
}

export interface Act extends ActDescription {
  procedure: CountersignedName;
  /** HMAC-SHA-256, 32 bytes: of the action with all of its input, which may contain secrets and is not stored. */
  digest: Buffer;
}

/**
 * What a call would do now, if that needs an approval.
 *
 * @param input as parsed by the procedure's form
 * @returns null if it needs none
 */
export async function actOf(
  context: Context,
  keys: Keys,
  describers: Describers,
  call: { procedure: CountersignedName; input: unknown; requester: AdminId },
): Promise<Act | null> {
  const { procedure, input, requester } = call;
  const describe = describers[procedure] as Describe<CountersignedName>;
  const description = await describe(context, input as never);
  if (!description) return null;
  const { title, facts } = description;
  const text = JSON.stringify(canonical([procedure, input, title, facts, requester]));
  return { procedure, title, facts, digest: keys.auditMac(purpose, text) };
}
