import type { Group } from "#shared/contract/directory.ts";
import type { Paint } from "../output.ts";
import { facts, table } from "./table.ts";
import { plural } from "./text.ts";

export function describeGroups(groups: readonly Group[], paint: Paint): string {
  if (groups.length === 0) return "There are no groups.";
  const rows = groups.map((group) => [group.name, String(group.members), group.description]);
  return `${table(["Group", "Members", "Description"], rows, (text) => paint("bold", text))}\n\n${plural(groups.length, "group")}.`;
}

export const describeGroup = (group: Group): string =>
  facts([
    ["Group", group.name],
    ["Description", group.description || "-"],
    ["Members", String(group.members)],
    ["Id", group.id],
  ]);
