import type { HandlersOf } from "../handlers.ts";
import { add } from "./add.ts";
import { assign } from "./assign.ts";
import { list } from "./devices.ts";
import { found, lost, retire, unassign } from "./moves.ts";

export const inventoryHandlers: HandlersOf<"inventory"> = { list, add, assign, unassign, lost, found, retire };
