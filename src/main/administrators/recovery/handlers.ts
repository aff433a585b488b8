import type { HandlersOf } from "../../call/handlers.ts";
import { beginRecovery, confirmRecovery } from "./owner.ts";

export const recoveryHandlers: HandlersOf<"recovery"> = { begin: beginRecovery, confirm: confirmRecovery };
