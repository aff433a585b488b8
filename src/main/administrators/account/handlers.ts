import type { HandlersOf } from "../../call/handlers.ts";
import { beginAuthenticator, confirmAuthenticator, removeAuthenticator } from "./authenticators.ts";
import { showAccount } from "./overview.ts";
import { endOtherSessions, endSession } from "./own-sessions.ts";
import { changePassword } from "./password.ts";
import { confirmBackupCodes, regenerateBackupCodes, turnOffSecondFactor } from "./second-factor.ts";

export const accountHandlers: HandlersOf<"account"> = {
  get: showAccount,
  changePassword,
  beginAuthenticator,
  confirmAuthenticator,
  removeAuthenticator,
  regenerateBackupCodes,
  confirmBackupCodes,
  endSession,
  endOtherSessions,
  turnOffSecondFactor,
};
