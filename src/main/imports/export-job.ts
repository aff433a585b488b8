import type { Selection } from "#shared/contract/directory.ts";
import type { Delimiter } from "#shared/contract/exchange.ts";
import type { JobContext } from "../jobs/job.ts";
import { countSelected, selectedUsers } from "../store/people/selection.ts";
import { viewAt } from "../store/open.ts";
import type { StoreAddress } from "../store/store.ts";
import type { UserWithGroups } from "../store/people/users.ts";
import { ownColumns } from "../formats/csv/columns/plan.ts";
import { writeTable } from "../formats/csv/csv-writer.ts";
import { joinGroups } from "../formats/csv/groups-cell.ts";
import { pause } from "./stage.ts";

export interface ExportInput {
  store: StoreAddress;
  /** A file that does not exist yet. */
  target: string;
  selection: Selection;
  delimiter: Delimiter;
}

/** One apostrophe before a name or number is read as a spreadsheet's mark: a real one gets a mark. */
const marked = (text: string): string => (text.startsWith("'") ? `'${text}` : text);

const cellsOf = (user: UserWithGroups): string[] => [
  marked(user.username),
  user.name,
  user.email,
  marked(user.external_id),
  joinGroups((JSON.parse(user.group_names) as { name: string }[]).map(({ name }) => name)),
  user.status,
  user.notes,
  user.enrolment,
];

/**
 * Writes people to a table, from the current state of the store. For a worker.
 *
 * @throws AppError DISK_FULL, PERMISSION_DENIED, IO_ERROR, CANCELLED
 */
export async function exportUsers(input: ExportInput, { signal, onProgress }: JobContext): Promise<{ rows: number }> {
  const frozen = await viewAt(input.store);
  try {
    const total = await countSelected(frozen.db, input.selection);
    let rows = 0;
    await writeTable(input.target, input.delimiter, ownColumns, async (write) => {
      for await (const page of selectedUsers(frozen.db, input.selection)) {
        await write(page.map(cellsOf));
        onProgress({ phase: "write", done: (rows += page.length), total });
        await pause(signal);
      }
    });
    return { rows };
  } finally {
    await frozen.close();
  }
}
