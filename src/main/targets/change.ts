import { isDeepStrictEqual } from "node:util";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import type { Target } from "#shared/contract/targets.ts";
import { AppError, type ErrorDetails } from "#shared/errors.ts";
import { nameKey } from "#shared/model/text.ts";
import { text } from "#shared/texts/text.ts";
import { change } from "../call/change.ts";
import type { Context } from "../call/context.ts";
import type { Settings } from "../formats/format.ts";
import type { WrittenFormat } from "../formats/registry.ts";
import { requireUsualFits } from "../policy/fit.ts";
import { type StoredTarget, type TargetChange, updateTarget } from "../store/factors/targets.ts";
import type { Db } from "../store/store.ts";
import { keptOf, keptSettings, requireFreeName, requireGroup, requireTarget, toTarget } from "./roster.ts";

type Input = ParsedInputOf<"targets.change">;

/** What somebody else has changed since is not overwritten unseen. @throws AppError CONFLICT */
function requireSeen(before: StoredTarget, { version }: Input): void {
  if (version === undefined || version === toTarget(before).version) return;
  throw new AppError("CONFLICT", { text: text("targets.changedSince") });
}

/** Those of the settings that differ from the others. */
const differing = (settings: Settings, others: Settings): string =>
  Object.entries(settings)
    .filter(([name, value]) => others[name] !== value)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");

/** For the audit log: what was changed, as it was and is. */
function differences(before: StoredTarget, after: StoredTarget): ErrorDetails {
  const [was, is] = [keptSettings(before), keptSettings(after)];
  return {
    ...(before.name === after.name ? {} : { nameBefore: before.name, nameAfter: after.name }),
    ...(before.group_id === after.group_id ? {} : { groupBefore: before.group_name, groupAfter: after.group_name }),
    ...(before.must_fit === after.must_fit ? {} : { mustFit: after.must_fit === 1 }),
    ...(isDeepStrictEqual(was, is) ? {} : { settingsBefore: differing(was, is), settingsAfter: differing(is, was) }),
  };
}

/** The group's name and id, null for everybody. @throws AppError INVALID_REFERENCE */
async function groupOf(
  db: Db,
  before: StoredTarget,
  { group }: Input,
): Promise<Pick<StoredTarget, "group_id" | "group_name">> {
  if (group === undefined) return before;
  if (group === null) return { group_id: null, group_name: null };
  const { id, name } = await requireGroup(db, group);
  return { group_id: id, group_name: name };
}

/** As it will be. @throws AppError INVALID_REFERENCE, INVALID_INPUT, FORMAT_UNKNOWN */
async function changed(
  db: Db,
  writtenFormat: (id: string) => WrittenFormat,
  before: StoredTarget,
  input: Input,
): Promise<StoredTarget> {
  const given = input.settings && keptOf(writtenFormat(before.format), input.settings);
  return {
    ...before,
    ...(await groupOf(db, before, input)),
    name: input.name ?? before.name,
    settings: given === undefined ? before.settings : JSON.stringify(given),
    must_fit: input.mustFit === undefined ? before.must_fit : input.mustFit ? 1 : 0,
  };
}

/** Only what differs: another group or other settings make an export look at everybody. */
const columnsOf = (details: ErrorDetails, { name, settings, group_id, must_fit }: StoredTarget): TargetChange => ({
  ...("nameAfter" in details ? { name, name_key: nameKey(name) } : {}),
  ...("settingsAfter" in details ? { settings } : {}),
  ...("groupAfter" in details ? { group_id } : {}),
  ...("mustFit" in details ? { must_fit } : {}),
});

/**
 * What the system was handed stays noted: an export looks at everything again, and lists what no longer belongs there.
 *
 * @throws AppError NOT_FOUND, CONFLICT, INVALID_REFERENCE, INVALID_INPUT, POLICY_REFUSED, FORMAT_UNKNOWN
 */
export async function changeTarget(
  context: Context,
  writtenFormat: (id: string) => WrittenFormat,
  input: Input,
): Promise<Target> {
  return change(context, async ({ tx, note }) => {
    const before = await requireTarget(tx, input.id);
    requireSeen(before, input);
    const after = await changed(tx, writtenFormat, before, input);
    const details = differences(before, after);
    if (Object.keys(details).length === 0) return toTarget(before);
    await requireFreeName(tx, after.name, before.id);
    if (after.must_fit && ("mustFit" in details || "settingsAfter" in details)) await requireUsualFits(tx, after);
    await updateTarget(tx, before.id, columnsOf(details, after));
    note({ action: "target.change", target: { id: before.id, name: after.name }, details });
    return toTarget(await requireTarget(tx, before.id));
  });
}
