import { type ProcedureName, procedures } from "#shared/contract/index.ts";
import type { Session } from "#shared/model/records.ts";
import { useSession } from "./session.ts";

/** Whether the contract lets this role call a procedure. */
export const roleMay = (role: Session["role"], name: ProcedureName): boolean => {
  const { allow } = procedures[name];
  return allow === "anyone" || allow.includes(role);
};

export const useMay = (name: ProcedureName): boolean => roleMay(useSession().role, name);
