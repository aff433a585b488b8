import type { CountersignedName } from "#shared/contract/index.ts";
import type { ActDescription } from "#shared/contract/approvals.ts";
import type { AdminId } from "#shared/model/ids.ts";
import { inEnglish, sayerOf } from "#shared/texts/say.ts";
import { canonical, fromStored, toStored } from "#shared/texts/stored.ts";
import type { Context } from "../../call/context.ts";
import type { Describe, Describers } from "../../call/handlers.ts";
import type { Keys } from "../../keys/keys.ts";
import type { ApprovalRow } from "../../store/migrations/schema.ts";

/** Separates what is approved from everything else that the audit key proves. */
const purpose = "countersign/v1/approval\n";

export interface Act extends ActDescription {
  procedure: CountersignedName;
  /**
   * HMAC-SHA-256, 32 bytes: of the action with all of its input, which may contain secrets and is not stored, and of what
   * it does as keys and facts: rewording a sentence changes nothing.
   */
  digest: Buffer;
  /** The same as versions before 6 of the schema made it, of English sentences: what was asked for then can still be used. */
  legacyDigest: Buffer;
}

const english = sayerOf(inEnglish);

/** What an approval that was asked for before version 6 of the schema is called; undefined for another one. */
const legacyTitle = ({ title }: ApprovalRow): unknown => {
  const { key, facts } = fromStored(title);
  return key === "plain.legacy" ? facts?.["sentence"] : undefined;
};

/** What versions before 6 of the schema called a procedure: single backups were in the area `backup`. */
const legacyName = (procedure: CountersignedName): string => procedure.replace(/^archive\./u, "backup.");

/** Whether a request is for exactly this action. */
export const isFor = (row: ApprovalRow, act: Act): boolean =>
  row.digest.equals(act.digest) || (legacyTitle(row) !== undefined && row.digest.equals(act.legacyDigest));

/** Whether a request is for this action by its title, perhaps with other consequences. */
export const isAbout = (row: ApprovalRow, act: Act): boolean =>
  row.title === toStored(act.title) || legacyTitle(row) === english(act.title);

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
  const mac = (name: string, what: unknown, consequences: readonly unknown[]): Buffer =>
    keys.auditMac(purpose, JSON.stringify(canonical([name, input, what, consequences, requester])));
  return {
    procedure,
    title,
    facts,
    digest: mac(procedure, title, facts),
    legacyDigest: mac(legacyName(procedure), english(title), facts.map(english)),
  };
}
