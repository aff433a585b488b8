import type { Attention } from "#shared/contract/directory.ts";
import type { EnrolmentState, Role, TokenStatus, UserStatus } from "#shared/model/records.ts";

export const roleInWords: Record<Role, string> = {
  owner: "Owner",
  operator: "Operator",
  helpdesk: "Help desk",
  auditor: "Auditor",
};

export const userStatusInWords: Record<UserStatus, string> = {
  active: "Active",
  disabled: "Disabled",
  left: "Left",
};

export const enrolmentInWords: Record<EnrolmentState, string> = {
  none: "Not enrolled",
  pending: "Waiting for first code",
  active: "Enrolled",
  disabled: "Authenticator disabled",
};

export const attentionInWords: Record<Attention, string> = {
  locked: "Locked",
  lowCodes: "Few backup codes",
  letterExpired: "Letter expired",
};

export const tokenStatusInWords: Record<TokenStatus, string> = {
  pending: "Waiting for first code",
  active: "Active",
  disabled: "Disabled",
  locked: "Locked",
  revoked: "Revoked",
};
