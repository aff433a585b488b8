import { momentOf, opened } from "../../call/context.ts";
import type { HandlersOf } from "../../call/handlers.ts";
import { disable, enable, remove, setRole, unlock } from "./change.ts";
import { invite, inviteAgain, resetSecondFactor } from "./invite.ts";
import { listAdministrators } from "./overview.ts";

export const adminHandlers: HandlersOf<"admins"> = {
  list: async (context) => ({ administrators: await listAdministrators(opened(context).store.db, momentOf(context)) }),
  invite,
  inviteAgain,
  setRole,
  disable,
  enable,
  remove,
  resetSecondFactor,
  unlock,
};
