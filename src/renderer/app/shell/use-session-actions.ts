import { useCallback } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { call, type CallError } from "../../ipc/client.ts";
import { reportFailure } from "../../ui/notify.ts";
import { refreshStatus } from "../query-client.ts";
import { expectSignOut } from "../status-updates.ts";

/** Locking and signing out, from the menu and from the keyboard. */
export function useSessionActions() {
  const client = useQueryClient();
  const lock = useCallback(() => {
    call("access.lock", {}).then(
      () => refreshStatus(client),
      (error: CallError) => {
        reportFailure(error);
        return refreshStatus(client);
      },
    );
  }, [client]);
  const signOut = useCallback(() => {
    expectSignOut(true);
    call("access.signOut", {}).then(
      () => {
        window.location.hash = "#/people";
        return refreshStatus(client);
      },
      (error: CallError) => {
        expectSignOut(false);
        reportFailure(error);
        return refreshStatus(client);
      },
    );
  }, [client]);
  return { lock, signOut };
}
