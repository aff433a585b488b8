import type { HandlersOf } from "../../call/handlers.ts";
import { beginSetup } from "./begin.ts";
import { confirmSetup, resumeSetup } from "./finish.ts";

export const setupHandlers: HandlersOf<"setup"> = { begin: beginSetup, resume: resumeSetup, confirm: confirmSetup };
