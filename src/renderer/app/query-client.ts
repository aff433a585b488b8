import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import type { SystemStatus } from "#shared/contract/system.ts";
import type { ErrorCode } from "#shared/errors.ts";
import type { CallError } from "../ipc/client.ts";

declare module "@tanstack/react-query" {
  interface Register {
    defaultError: CallError;
  }
}

export const statusKey = "system.status";

/** Errors that mean that the console is in another state than this window shows. */
const statusErrors: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "NOT_SIGNED_IN",
  "SESSION_LOCKED",
  "VAULT_LOCKED",
  "SETUP_REQUIRED",
  "SETUP_UNFINISHED",
  "SETUP_DONE",
  "STORE_DAMAGED",
  "STORE_REPLACED",
]);

export const refreshStatus = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({ queryKey: [statusKey] });

/**
 * One client per window. The console's own process answers, so nothing is retried and nothing is kept for long.
 *
 * @param status if it is already known
 */
export function createQueryClient(status?: SystemStatus): QueryClient {
  const notice = (error: CallError) => {
    if (statusErrors.has(error.code)) void refreshStatus(client);
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: notice }),
    mutationCache: new MutationCache({ onError: notice }),
    defaultOptions: {
      queries: {
        retry: false,
        staleTime: 0,
        gcTime: 60_000,
        networkMode: "always",
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
  if (status) client.setQueryData([statusKey, {}], status);
  return client;
}
