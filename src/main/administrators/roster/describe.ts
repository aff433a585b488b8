import type { ActDescription } from "#shared/contract/approvals.ts";
import type { AdminId } from "#shared/model/ids.ts";
import type { Role } from "#shared/model/records.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { type Context, opened } from "../../call/context.ts";
import type { Describers } from "../../call/handlers.ts";
import { type AdminOverview, adminOverviews } from "../../store/console/admins.ts";
import { requireFreeName } from "./invite.ts";
import { noAdministrator, statusOf } from "./overview.ts";
import { ownPasswordSlot, requireWayForOthers } from "./owners.ts";

const roleOf = (role: Role): Text => text("approvals.role", { role });

async function overview(context: Context, id: AdminId): Promise<AdminOverview> {
  const [row] = await adminOverviews(opened(context).store.db, context.now, id);
  if (!row) throw noAdministrator();
  return row;
}

const now = (row: AdminOverview): Text =>
  text("approvals.isNow", { name: row.name, role: roleOf(row.role), status: statusOf(row) });

const ended = (row: AdminOverview): Text => text("approvals.sessionsEnd", { name: row.name, count: row.live_sessions });

async function passwordSlotFact(context: Context, row: AdminOverview): Promise<Text[]> {
  const slot = await ownPasswordSlot(opened(context).store.db, row.id);
  return slot ? [text("approvals.passwordSlotEnds", { name: row.name })] : [];
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
  return { title, facts: [now(row), ...facts, text("approvals.reason", { reason: input.reason })] };
}

type AdminDescribers = Pick<Describers, Extract<keyof Describers, `admins.${string}`>>;

export const adminDescribers: AdminDescribers = {
  "admins.invite": async (context, input) => {
    if (input.role !== "owner") return null;
    await requireWayForOthers(opened(context).store.db);
    await requireFreeName(opened(context).store.db, input.name);
    return {
      title: text("approvals.inviteOwner", { name: input.name }),
      facts: [text("approvals.becomesOwner", { name: input.name }), text("approvals.codeShown")],
    };
  },
  "admins.setRole": async (context, input) => {
    const row = await overview(context, input.id);
    if (row.role === input.role || (row.role !== "owner" && input.role !== "owner")) return null;
    return {
      title: text("approvals.setRole", { name: row.name, role: roleOf(input.role) }),
      facts: [
        now(row),
        text("approvals.becomes", { name: row.name, role: roleOf(input.role) }),
        ended(row),
        text("approvals.reason", { reason: input.reason }),
      ],
    };
  },
  "admins.disable": (context, input) =>
    ofOwner(context, input, async (row) => ({
      title: text("approvals.disableOwner", { name: row.name }),
      facts: [
        text("approvals.cannotSignIn", { name: row.name }),
        ended(row),
        ...(await passwordSlotFact(context, row)),
      ],
    })),
  "admins.remove": (context, input) =>
    ofOwner(context, input, async (row) => ({
      title: text("approvals.removeOwner", { name: row.name }),
      facts: [text("approvals.neverAgain", { name: row.name }), ended(row), ...(await passwordSlotFact(context, row))],
    })),
  "admins.resetSecondFactor": (context, input) =>
    ofOwner(context, input, (row) => ({
      title: text("approvals.resetSecondFactor", { name: row.name }),
      facts: [
        text("approvals.authenticatorsRevoked", { count: row.authenticators }),
        text("approvals.codesVoid"),
        text("approvals.enrolsAnew", { name: row.name }),
        ended(row),
      ],
    })),
};
