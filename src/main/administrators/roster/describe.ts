import type { ActDescription } from "#shared/contract/approvals.ts";
import type { AdminId } from "#shared/model/ids.ts";
import type { Role } from "#shared/model/records.ts";
import { type Context, opened } from "../../call/context.ts";
import type { Describers } from "../../call/handlers.ts";
import { type AdminOverview, adminOverviews } from "../../store/console/admins.ts";
import { requireFreeName } from "./invite.ts";
import { noAdministrator, statusOf } from "./overview.ts";
import { ownPasswordSlot, requireWayForOthers } from "./owners.ts";

const roles: Record<Role, string> = {
  owner: "an owner",
  operator: "an operator",
  helpdesk: "help desk",
  auditor: "an auditor",
};

async function overview(context: Context, id: AdminId): Promise<AdminOverview> {
  const [row] = await adminOverviews(opened(context).store.db, context.now, id);
  if (!row) throw noAdministrator();
  return row;
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const now = (row: AdminOverview): string => `${row.name} is now ${roles[row.role]}; status: ${statusOf(row)}`;

const ended = (row: AdminOverview): string =>
  `Sessions of ${row.name} that end: ${counted(row.live_sessions, "session", "sessions")}`;

async function passwordSlotFact(context: Context, row: AdminOverview): Promise<string[]> {
  const slot = await ownPasswordSlot(opened(context).store.db, row.id);
  return slot ? [`The password of ${row.name} no longer opens the console's keys`] : [];
}

/** For an action on an owner; null if no approval is needed. */
async function ofOwner(
  context: Context,
  input: { id: AdminId; reason: string },
  describe: (row: AdminOverview) => ActDescription | Promise<ActDescription>,
): Promise<ActDescription | null> {
  const row = await overview(context, input.id);
  if (row.role !== "owner") return null;
  const { title, facts } = await describe(row);
  return { title, facts: [now(row), ...facts, `Reason: ${input.reason}`] };
}

type AdminDescribers = Pick<Describers, Extract<keyof Describers, `admins.${string}`>>;

export const adminDescribers: AdminDescribers = {
  "admins.invite": async (context, input) => {
    if (input.role !== "owner") return null;
    await requireWayForOthers(opened(context).store.db);
    await requireFreeName(opened(context).store.db, input.name);
    return {
      title: `Invite ${input.name} as an owner`,
      facts: [
        `${input.name} becomes an owner and may do everything`,
        "A one-time code is shown, valid for ten minutes",
      ],
    };
  },
  "admins.setRole": async (context, input) => {
    const row = await overview(context, input.id);
    if (row.role === input.role || (row.role !== "owner" && input.role !== "owner")) return null;
    return {
      title: `Make ${row.name} ${roles[input.role]}`,
      facts: [now(row), `${row.name} becomes ${roles[input.role]}`, ended(row), `Reason: ${input.reason}`],
    };
  },
  "admins.disable": (context, input) =>
    ofOwner(context, input, async (row) => ({
      title: `Disable the owner ${row.name}`,
      facts: [`${row.name} cannot sign in until enabled again`, ended(row), ...(await passwordSlotFact(context, row))],
    })),
  "admins.remove": (context, input) =>
    ofOwner(context, input, async (row) => ({
      title: `Remove the owner ${row.name}`,
      facts: [
        `${row.name} can never sign in again; their actions stay in the audit log under that name`,
        ended(row),
        ...(await passwordSlotFact(context, row)),
      ],
    })),
  "admins.resetSecondFactor": (context, input) =>
    ofOwner(context, input, (row) => ({
      title: `Reset the second factor of the owner ${row.name}`,
      facts: [
        `Authenticators that are revoked: ${row.authenticators}`,
        "All backup codes become void",
        `A one-time code is shown: with it and the password, ${row.name} enrols a new authenticator`,
        ended(row),
      ],
    })),
};
