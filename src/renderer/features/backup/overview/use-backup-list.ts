import { useInfiniteQuery } from "@tanstack/react-query";
import type { OutputOf } from "#shared/contract/index.ts";
import type { BackupId } from "#shared/model/ids.ts";
import { call } from "../../../ipc/client.ts";

type Page = OutputOf<"backupPlan.list">;

const pageSize = 20;

/** The backups page by page, newest first. */
export function useBackupList() {
  return useInfiniteQuery({
    queryKey: ["backupPlan.list", {}, "pages"],
    queryFn: ({ pageParam, signal }) =>
      call("backupPlan.list", { limit: pageSize, ...(pageParam === null ? {} : { before: pageParam }) }, { signal }),
    initialPageParam: null as BackupId | null,
    getNextPageParam: (page: Page) => (page.more ? page.rows.at(-1)?.id : undefined),
  });
}
