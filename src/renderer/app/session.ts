import { createContext, useContext } from "react";
import type { SystemStatus } from "#shared/contract/system.ts";
import type { DestinationId } from "#shared/model/ids.ts";
import type { Session } from "#shared/model/records.ts";

/** A backup at one of the console's locations, chosen before the restore begins. */
export interface ChosenCopy {
  destination: DestinationId;
  name: string;
}

/** Work that keeps the window to itself while the console's phase changes. */
export type Flow = "setup" | "resume" | "restore" | { restore: ChosenCopy } | "own enrolment" | "owner recovery" | null;

export interface ConsoleState {
  status: SystemStatus;
  flow: Flow;
  setFlow: (flow: Flow) => void;
}

export const ConsoleContext = createContext<ConsoleState | null>(null);

export function useConsole(): ConsoleState {
  const state = useContext(ConsoleContext);
  if (!state) throw new Error("This part needs the console's status around it.");
  return state;
}

export const useStatus = (): SystemStatus => useConsole().status;

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("This part needs a signed-in administrator.");
  return session;
}
