import type { Group } from "#shared/contract/directory.ts";
import { AppError } from "#shared/errors.ts";
import { GroupId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import { text } from "#shared/texts/text.ts";
import type { Context } from "./context.ts";

/** Finds groups named on the command line: by id, or by name in any case. @throws AppError NOT_FOUND */
export async function findGroups({ call }: Context, names: readonly string[]): Promise<Group[]> {
  if (names.length === 0) return [];
  const { groups } = await call("groups.list", {});
  return names.map((name) => {
    const id = GroupId.safeParse(name);
    const found = groups.find((group) =>
      id.success ? group.id === id.data : nameKey(group.name) === nameKey(name.trim()),
    );
    if (!found) throw new AppError("NOT_FOUND", { text: text("cliPeople.noGroup", { name }) });
    return found;
  });
}

/** @throws AppError NOT_FOUND */
export async function findGroup(context: Context, name: string): Promise<Group> {
  const [group] = await findGroups(context, [name]);
  if (!group) throw new AppError("NOT_FOUND");
  return group;
}
