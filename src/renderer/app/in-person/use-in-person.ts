import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { InPersonState } from "#shared/contract/in-person.ts";
import { onStatusChanged } from "../../ipc/client.ts";
import { useAction, useProcedure } from "../../ipc/hooks.ts";

const stateKey = "inPerson.state";

/** Lists that look different once somebody else's window has enrolled a person. */
const touched: ReadonlySet<string> = new Set(["users", "tokens", "audit"]);

/** How the user's side stands; asked again when main says that something changed. */
export function useInPersonState(): InPersonState | undefined {
  const client = useQueryClient();
  const { data: state } = useProcedure(stateKey, {});
  useEffect(() => onStatusChanged(() => void client.invalidateQueries({ queryKey: [stateKey] })), [client]);
  const enrolled = state?.enrolled ?? false;
  useEffect(() => {
    if (!enrolled) return;
    void client.invalidateQueries({
      predicate: ({ queryKey: [key] }) => typeof key === "string" && touched.has(key.slice(0, key.indexOf("."))),
    });
  }, [enrolled, client]);
  return state;
}

/** Whether a user can be shown an enrolment on a window of their own, and the way to it. */
export function useUserSide() {
  const { data: support } = useProcedure("inPerson.support", {});
  return { possible: support?.possible ?? false, open: useAction("inPerson.open") };
}
