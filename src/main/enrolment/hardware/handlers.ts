import type { HandlersOf } from "../../call/handlers.ts";
import { add } from "./add.ts";
import { assign } from "./assign.ts";
import { correct } from "./correct.ts";
import { list } from "./devices.ts";
import { resyncDevice } from "./resync.ts";
import { found, lost, retire, unassign } from "./moves.ts";

export const inventoryHandlers: HandlersOf<"inventory"> = {
  list,
  add,
  correct,
  resync: resyncDevice,
  assign,
  unassign,
  lost,
  found,
  retire,
};
