import type { Administrator, Invitation } from "#shared/contract/admins.ts";
import type { Role } from "#shared/model/records.ts";
import { useAction } from "../../ipc/hooks.ts";
import type { Act } from "./words.ts";

interface Outcome {
  onInvited: (invitation: Invitation) => void;
  onDone: () => void;
}

/** Runs an action on an administrator. A one-time code that it returns is handed on before the dialog closes. */
export function useAct({ admin, act }: { admin: Administrator; act: Act }, { onInvited, onDone }: Outcome) {
  const invited = (invitation: Invitation) => {
    onInvited(invitation);
    onDone();
  };
  const actions = {
    inviteAgain: useAction("admins.inviteAgain", invited),
    resetSecondFactor: useAction("admins.resetSecondFactor", invited),
    setRole: useAction("admins.setRole", onDone),
    unlock: useAction("admins.unlock", onDone),
    disable: useAction("admins.disable", onDone),
    enable: useAction("admins.enable", onDone),
    remove: useAction("admins.remove", onDone),
  };
  const { id } = admin;
  const run = ({ role, reason }: { role: Role; reason: string }): void => {
    switch (act) {
      case "inviteAgain":
      case "unlock":
      case "enable":
        actions[act].mutate({ id });
        break;
      case "setRole":
        actions.setRole.mutate({ id, role, reason });
        break;
      case "disable":
      case "remove":
      case "resetSecondFactor":
        actions[act].mutate({ id, reason });
    }
  };
  return { run, busy: actions[act].isPending, error: actions[act].error };
}
