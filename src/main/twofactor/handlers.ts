import type { HandlersOf } from "../call/handlers.ts";
import { confirmBackupCodes, regenerateBackupCodes } from "./code-sets.ts";
import { beginEnrolment, confirmEnrolment } from "./enrolment.ts";
import { cancelEnrolment, renameToken, revokeToken, switchToken } from "./moves.ts";
import { resyncToken } from "./resync.ts";
import { resyncFar } from "./resync-far.ts";
import { listAll } from "./tokens.ts";
import { unlockToken } from "./unlock.ts";
import { checkAndCount, testCode } from "./verification.ts";

export const tokenHandlers: HandlersOf<"tokens"> = {
  list: listAll,
  begin: beginEnrolment,
  confirm: confirmEnrolment,
  cancel: (context, input) => cancelEnrolment(context, input.tokenId),
  rename: renameToken,
  disable: (context, input) => switchToken(context, "disable", input),
  enable: (context, input) => switchToken(context, "enable", input),
  unlock: unlockToken,
  resync: resyncToken,
  resyncFar,
  revoke: revokeToken,
  regenerateBackupCodes,
  confirmBackupCodes,
};

export const verificationHandlers: HandlersOf<"verification"> = { check: checkAndCount, test: testCode };
