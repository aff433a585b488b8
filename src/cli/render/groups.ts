import type { Group } from "#shared/contract/directory.ts";
import { text } from "#shared/texts/text.ts";
import type { Paint } from "../output.ts";
import { facts, table } from "./table.ts";
import { linesOf, sayLine } from "./words.ts";

export function describeGroups(groups: readonly Group[], paint: Paint): string {
  if (groups.length === 0) return sayLine(text("cliPeople.noGroups"));
  const rows = groups.map((group) => [group.name, String(group.members), group.description]);
  const shown = table(["group", "members", "description"], rows, (words) => paint("bold", words));
  return linesOf([shown, "", text("cliPeople.groups", { count: groups.length })]);
}

export const describeGroup = (group: Group): string =>
  facts([
    ["group", group.name],
    ["description", group.description || "-"],
    ["members", String(group.members)],
    ["id", group.id],
  ]);
