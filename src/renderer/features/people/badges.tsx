import type { EnrolmentState, TokenStatus, UserStatus } from "#shared/model/records.ts";
import { enrolmentInWords, tokenStatusInWords, userStatusInWords } from "../../app/words.ts";
import classes from "./badges.module.css";

type Tone = "good" | "wait" | "bad" | "quiet";

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

function StateBadge({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {children}
    </span>
  );
}

export const UserBadge = ({ status }: { status: UserStatus }) => (
  <StateBadge tone={status === "active" ? "quiet" : "bad"}>{userStatusInWords[status]}</StateBadge>
);

export const EnrolmentBadge = ({ state }: { state: EnrolmentState }) => (
  <StateBadge tone={enrolmentTones[state]}>{enrolmentInWords[state]}</StateBadge>
);

export const TokenBadge = ({ status }: { status: TokenStatus }) => (
  <StateBadge tone={tokenTones[status]}>{tokenStatusInWords[status]}</StateBadge>
);
