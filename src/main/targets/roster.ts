import { createHash } from "node:crypto";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { Target } from "#shared/contract/targets.ts";
import { AppError } from "#shared/errors.ts";
import { type GroupId, TargetId } from "#shared/model/ids.ts";
import { TokenStatus } from "#shared/model/records.ts";
import { nameKey } from "#shared/model/text.ts";
import { text } from "#shared/texts/text.ts";
import { newId } from "../base/ids.ts";
import { change } from "../call/change.ts";
import { type Context, opened } from "../call/context.ts";
import type { Settings } from "../formats/format.ts";
import type { WrittenFormat } from "../formats/registry.ts";
import { requireUsualFits } from "../policy/fit.ts";
import {
  deleteTarget,
  forgetHanded,
  type HandedOf,
  handedOf,
  insertTarget,
  type Lingering,
  listTargets,
  type NewTarget,
  type StoredTarget,
  targetById,
  targetNamed,
} from "../store/factors/targets.ts";
import { groupById, type StoredGroup } from "../store/people/groups.ts";
import type { Db } from "../store/store.ts";

/** What is kept of a format's settings. */
export const keptSettings = ({ settings }: Pick<StoredTarget, "settings">): Settings =>
  JSON.parse(settings) as Settings;

/** Another one for anything else that can be changed. */
const versionOf = ({ name, settings, group_id, must_fit }: StoredTarget): string =>
  createHash("sha256")
    .update(JSON.stringify([name, settings, group_id, must_fit]))
    .digest("hex")
    .slice(0, 16);

export const toTarget = (row: StoredTarget): Target => ({
  id: row.id,
  name: row.name,
  format: row.format,
  settings: keptSettings(row),
  group: row.group_id === null ? null : { id: row.group_id, name: row.group_name ?? "" },
  mustFit: row.must_fit === 1,
  createdAt: row.created_at,
  exportedAt: row.exported_at,
  handed: row.handed,
  proven: row.proven,
  provenAt: row.proven_at,
  version: versionOf(row),
});

/** @throws AppError NOT_FOUND */
export async function requireTarget(db: Db, id: TargetId): Promise<StoredTarget> {
  const found = await targetById(db, id);
  if (!found) throw new AppError("NOT_FOUND", { text: text("targets.noSuch") });
  return found;
}

/** What of the settings is kept: never a secret, and nothing that the format refuses. @throws AppError INVALID_INPUT */
export function keptOf({ write }: WrittenFormat, given: Settings): Settings {
  const secret = write.settings.find(({ name, secret: isSecret }) => isSecret && name in given);
  if (secret) {
    const why = text("targets.secretNotKept", { label: secret.label });
    throw new AppError("INVALID_INPUT", { text: why, fields: { [`settings.${secret.name}`]: why } });
  }
  const known = new Set(write.settings.map(({ name }) => name));
  const foreign = Object.keys(given).find((name) => !known.has(name));
  if (foreign !== undefined) {
    const why = text("targets.noSetting", { name: foreign, names: [...known] });
    throw new AppError("INVALID_INPUT", { text: why, fields: { [`settings.${foreign}`]: why } });
  }
  for (const { name, refuses } of write.settings) {
    const why = given[name] === undefined ? null : (refuses?.(given[name]) ?? null);
    if (why !== null) throw new AppError("INVALID_INPUT", { text: why, fields: { [`settings.${name}`]: why } });
  }
  return given;
}

/** @param except the one that may have it @throws AppError CONFLICT */
export async function requireFreeName(db: Db, name: string, except: TargetId | null): Promise<void> {
  const taken = await targetNamed(db, nameKey(name));
  if (taken === undefined || taken.id === except) return;
  const why = text("targets.nameTaken");
  throw new AppError("CONFLICT", { text: why, fields: { name: why } });
}

/** @throws AppError INVALID_REFERENCE */
export async function requireGroup(db: Db, id: GroupId): Promise<StoredGroup> {
  const found = await groupById(db, id);
  if (found) return found;
  const why = text("targets.noGroup");
  throw new AppError("INVALID_REFERENCE", { text: why, fields: { group: why } });
}

/** @throws AppError CONFLICT, INVALID_REFERENCE, INVALID_INPUT, POLICY_REFUSED */
export async function addTarget(
  context: Context,
  format: WrittenFormat,
  input: ParsedInputOf<"targets.add">,
): Promise<Target> {
  const id = newId(TargetId, context.now);
  const settings = keptOf(format, input.settings ?? {});
  return change(context, async ({ tx, note }) => {
    await requireFreeName(tx, input.name, null);
    if (input.group !== undefined) await requireGroup(tx, input.group);
    const row = {
      id,
      name: input.name,
      name_key: nameKey(input.name),
      format: format.id,
      settings: JSON.stringify(settings),
      group_id: input.group ?? null,
      must_fit: input.mustFit ? 1 : 0,
      created_at: context.now,
      exported_at: null,
    } satisfies NewTarget;
    if (row.must_fit) await requireUsualFits(tx, row);
    await insertTarget(tx, row);
    const details = { format: format.id, ...(row.must_fit ? { mustFit: true } : {}) };
    note({ action: "target.add", target: { id, name: input.name }, details });
    return toTarget(await requireTarget(tx, id));
  });
}

export async function removeTarget(context: Context, { id }: { id: TargetId }): Promise<Record<string, never>> {
  return change(context, async ({ tx, note }) => {
    const { name, handed } = await requireTarget(tx, id);
    await deleteTarget(tx, id);
    note({ action: "target.remove", target: { id, name }, details: { authenticators: handed } });
    return {};
  });
}

export async function settle(
  context: Context,
  { id, tokens }: ParsedInputOf<"targets.settle">,
): Promise<OutputOf<"targets.settle">> {
  return change(context, async ({ tx, note }) => {
    const { name } = await requireTarget(tx, id);
    const settled = await forgetHanded(tx, id, tokens);
    if (settled > 0) note({ action: "target.settle", target: { id, name }, details: { authenticators: settled } });
    return { settled };
  });
}

export async function allTargets(context: Context): Promise<OutputOf<"targets.list">> {
  return { targets: (await listTargets(opened(context).store.db)).map(toTarget) };
}

const proofIn = ({ proof, proof_note, proof_admin, proof_at }: HandedOf) =>
  proof && { result: proof, note: proof_note ?? "", by: proof_admin ?? "", at: proof_at ?? 0 };

/** Of a person; nothing of one whom nobody knows. */
export async function ofPerson(
  context: Context,
  { userId }: ParsedInputOf<"targets.ofPerson">,
): Promise<OutputOf<"targets.ofPerson">> {
  const found = await handedOf(opened(context).store.db, userId);
  const handed = found.map((row) => ({
    target: { id: row.target_id, name: row.target_name },
    tokenId: row.token_id,
    label: row.label,
    serial: row.serial,
    since: row.exported_at,
    state: row.state,
    proof: proofIn(row),
  }));
  return { handed };
}

export const toLingering = ({ token_id, username, label, serial, status }: Lingering) => ({
  tokenId: token_id,
  username,
  label,
  serial,
  status: TokenStatus.safeParse(status).data ?? null,
});
