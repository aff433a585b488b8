import { useState } from "react";
import type { Administrator, Invitation } from "#shared/contract/admins.ts";
import type { Role } from "#shared/model/records.ts";
import { ActDialog } from "../../form/ActDialog.tsx";
import { acts } from "./acts.ts";
import { RoleField } from "./RoleField.tsx";
import type { AdministratorAct } from "./words.ts";

interface AdministratorDialogProps {
  asking: { admin: Administrator; act: AdministratorAct } | null;
  onInvited: (invitation: Invitation) => void;
  onClose: () => void;
}

/** Asks before an action on an administrator, and carries it out. */
export function AdministratorDialog({ asking, onInvited, onClose }: AdministratorDialogProps) {
  const [chosen, setRole] = useState<Role | null>(null);
  const close = () => {
    setRole(null);
    onClose();
  };
  if (asking === null) return <ActDialog act={null} onClose={close} />;
  const { admin, act } = asking;
  const role = chosen ?? admin.role;
  return (
    <ActDialog
      act={acts[act]({ admin, role, onInvited })}
      ready={act !== "setRole" || role !== admin.role}
      onClose={close}
    >
      {act === "setRole" && <RoleField value={role} onChange={setRole} />}
    </ActDialog>
  );
}
