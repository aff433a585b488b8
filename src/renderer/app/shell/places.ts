import {
  IconAdjustments,
  IconArchive,
  IconHeartbeat,
  IconKey,
  IconListDetails,
  IconLockSquareRounded,
  IconMail,
  IconPlugConnected,
  IconShieldCheck,
  IconUserShield,
  IconUsers,
} from "@tabler/icons-react";
import type { ProcedureName } from "#shared/contract/index.ts";

interface Place {
  path: string;
  label: string;
  Icon: typeof IconUsers;
  /** Shown to those who may call this. */
  needs: ProcedureName;
}

/** The pages of the console, in the order of the sidebar. */
export const places: readonly Place[] = [
  { path: "/people", label: "People", Icon: IconUsers, needs: "users.list" },
  { path: "/check", label: "Check a code", Icon: IconShieldCheck, needs: "verification.check" },
  { path: "/letters", label: "Letters", Icon: IconMail, needs: "letters.list" },
  { path: "/hardware", label: "Hardware tokens", Icon: IconKey, needs: "inventory.list" },
  { path: "/systems", label: "Systems", Icon: IconPlugConnected, needs: "targets.preflight" },
  { path: "/audit", label: "Audit", Icon: IconListDetails, needs: "audit.list" },
  { path: "/backup", label: "Backup", Icon: IconArchive, needs: "backupPlan.list" },
  { path: "/policies", label: "Policies", Icon: IconAdjustments, needs: "policies.get" },
  { path: "/administrators", label: "Administrators", Icon: IconUserShield, needs: "admins.list" },
  { path: "/keys", label: "Keys", Icon: IconLockSquareRounded, needs: "vault.status" },
  { path: "/health", label: "Health", Icon: IconHeartbeat, needs: "system.health" },
];
