import type { EnrolmentState, TokenStatus, UserStatus } from "#shared/model/records.ts";
import { enrolmentInWords, tokenStatusInWords, userStatusInWords } from "../../app/words.ts";
import { StateBadge, type Tone } from "../../ui/StateBadge.tsx";

const enrolmentTones: Record<EnrolmentState, Tone> = {
  none: "quiet",
  pending: "wait",
  active: "good",
  disabled: "bad",
};

const tokenTones: Record<TokenStatus, Tone> = {
  pending: "wait",
  active: "good",
  disabled: "bad",
  locked: "bad",
  revoked: "quiet",
};

const userTones: Record<UserStatus, Tone> = { active: "quiet", disabled: "bad", left: "wait" };

export const UserBadge = ({ status }: { status: UserStatus }) => (
  <StateBadge tone={userTones[status]}>{userStatusInWords[status]}</StateBadge>
);

export const EnrolmentBadge = ({ state }: { state: EnrolmentState }) => (
  <StateBadge tone={enrolmentTones[state]}>{enrolmentInWords[state]}</StateBadge>
);

export const TokenBadge = ({ status }: { status: TokenStatus }) => (
  <StateBadge tone={tokenTones[status]}>{tokenStatusInWords[status]}</StateBadge>
);
