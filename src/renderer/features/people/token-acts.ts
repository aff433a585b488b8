import type { TokenStatus } from "#shared/model/records.ts";

export type TokenAct = "disable" | "enable" | "revoke" | "cancel";

const acts: Record<TokenStatus, readonly TokenAct[]> = {
  pending: ["cancel"],
  active: ["disable", "revoke"],
  disabled: ["enable", "revoke"],
  // Too many wrong codes: only a new enrolment helps (NIST SP 800-63B-4 3.2.2).
  locked: ["revoke"],
  revoked: [],
};

/** What can be done with an authenticator in a state, apart from enrolling it again. */
export const tokenActs = (status: TokenStatus): readonly TokenAct[] => acts[status];
