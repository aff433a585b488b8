import type { LeftOut } from "#shared/contract/targets.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { type Column, VirtualTable } from "../../ui/VirtualTable.tsx";

const columns: readonly Column<LeftOut>[] = [
  { key: "username", title: say(text("systems.owner")), width: "minmax(0, 1fr)", cell: ({ username }) => username },
  { key: "label", title: say(text("systems.authenticator")), width: "minmax(0, 1fr)", cell: ({ label }) => label },
  {
    key: "why",
    title: say(text("systems.why")),
    width: "minmax(0, 2fr)",
    cell: ({ reasons }) => reasons.map((reason) => say(reason)).join(" "),
  },
];

/** What does not fit, with all reasons. */
export function LeftOutTable({ rows }: { rows: readonly LeftOut[] }) {
  return (
    <VirtualTable
      label={say(text("systems.leftOut"))}
      columns={columns}
      rows={rows}
      keyOf={({ tokenId }) => tokenId}
      rowHeight={40}
      maxHeight={360}
      wraps
    />
  );
}
