import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { SystemStatus } from "#shared/contract/system.ts";
import { onStatusChanged, onTouched } from "../ipc/client.ts";
import { refresh } from "../ipc/hooks.ts";
import { refreshStatus, statusKey } from "./query-client.ts";

/** The longest delay that a timer takes. */
const longestDelay = 2 ** 31 - 1;

/** When the status changes next without a call: a session ends, or a demo shows a new code. */
const nextChange = (status: SystemStatus | undefined): number | null => {
  const times = [
    status?.session?.idleExpiresAt,
    status?.session?.expiresAt,
    status?.session ? undefined : status?.demo?.codeExpiresAt,
  ].filter((time) => time !== undefined);
  return times.length > 0 ? Math.min(...times) : null;
};

/**
 * Asks for the status again when main says that it changed, and when a session or a demo's code expires; for
 * lists, when others have changed them.
 */
export function useStatusUpdates(status: SystemStatus | undefined): void {
  const client = useQueryClient();
  useEffect(() => onStatusChanged(() => void refreshStatus(client)), [client]);
  useEffect(() => onTouched((areas) => void refresh(client, areas)), [client]);

  useEffect(() => {
    const at = nextChange(status);
    if (at === null) return;
    const delay = Math.min(longestDelay, Math.max(1000, at - Date.now() + 100));
    const timer = setTimeout(() => void refreshStatus(client), delay);
    return () => clearTimeout(timer);
  }, [status, client]);
}

let signingOut = false;

/** Called before a sign-out that the person asked for, so that it is not mistaken for an expiry. */
export const expectSignOut = (expected: boolean): void => {
  signingOut = expected;
};

/**
 * Forgets everything that was read for a session when it ends.
 * @returns whether the last session ended without having been signed out
 */
export function useSessionEnd(status: SystemStatus): boolean {
  const client = useQueryClient();
  const current = status.session?.id ?? null;
  // Changing one's own security begins a new session; what was read for the old one is still valid.
  const reader = status.session?.adminId ?? null;
  const [seen, setSeen] = useState({ id: current, ended: false });
  if (seen.id !== current) setSeen({ id: current, ended: current === null && !signingOut });
  useEffect(() => {
    signingOut = false;
    if (reader === null) return;
    return () => client.removeQueries({ predicate: ({ queryKey: [key] }) => key !== statusKey });
  }, [reader, client]);
  return seen.ended;
}
