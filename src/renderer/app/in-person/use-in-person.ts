import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { InPersonState } from "#shared/contract/in-person.ts";
import { onStatusChanged } from "../../ipc/client.ts";
import { useAction, useProcedure } from "../../ipc/hooks.ts";

const stateKey = "inPerson.state";

/** Lists that change when a person is enrolled in the other window. */
const touched: ReadonlySet<string> = new Set(["users", "tokens", "audit"]);

/** The state of the person's window; asked again when main says that something changed. */
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

/** Whether an enrolment can be shown to the person in a window of their own, and how to open it. */
export function useUserSide() {
  const { data: support } = useProcedure("inPerson.support", {});
  return { possible: support?.possible ?? false, open: useAction("inPerson.open") };
}
