import type { HandlersOf } from "../handlers.ts";
import { beginEnrolment, confirmEnrolment, regenerateBackupCodes } from "./enrolment.ts";
import { cancelEnrolment, moveToken } from "./tokens.ts";
import { checkCode } from "./verification.ts";

export const tokenHandlers: HandlersOf<"tokens"> = {
  begin: beginEnrolment,
  confirm: confirmEnrolment,
  cancel: (context, input) => cancelEnrolment(context, input.tokenId),
  disable: (context, input) => moveToken(context, input.tokenId, "disabled"),
  enable: (context, input) => moveToken(context, input.tokenId, "active"),
  revoke: (context, input) => moveToken(context, input.tokenId, "revoked"),
  regenerateBackupCodes,
};

export const verificationHandlers: HandlersOf<"verification"> = { check: checkCode };
