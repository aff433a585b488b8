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
import { type StoredTarget, updateTarget } from "../store/factors/targets.ts";
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

/**
 * What the system was handed stays noted: an export looks at everything again, and lists what no longer belongs there.
 *
 * @throws AppError NOT_FOUND, CONFLICT, INVALID_REFERENCE, INVALID_INPUT, FORMAT_UNKNOWN
 */
export async function changeTarget(
  context: Context,
  writtenFormat: (id: string) => WrittenFormat,
  input: Input,
): Promise<Target> {
  return change(context, async ({ tx, note }) => {
    const before = await requireTarget(tx, input.id);
    requireSeen(before, input);
    const { group_id, group_name } = await groupOf(tx, before, input);
    const settings =
      input.settings === undefined ? null : JSON.stringify(keptOf(writtenFormat(before.format), input.settings));
    const name = input.name ?? before.name;
    const after = { ...before, name, settings: settings ?? before.settings, group_id, group_name };
    const details = differences(before, after);
    if (Object.keys(details).length === 0) return toTarget(before);
    await requireFreeName(tx, name, before.id);
    await updateTarget(tx, before.id, { name, name_key: nameKey(name), settings: after.settings, group_id });
    note({ action: "target.change", target: { id: before.id, name }, details });
    return toTarget(await requireTarget(tx, before.id));
  });
}
