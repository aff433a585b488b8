import { dayInWords } from "#shared/model/days.ts";
import { durationInWords } from "#shared/model/durations.ts";
import type {
  EndedAuthenticator,
  TokenKind,
  UserStatus,
  VerdictLetter,
  VerificationReason,
} from "#shared/model/records.ts";
import type { TokenRow } from "../store/migrations/schema.ts";
import type { TokenParameters, TotpParameters } from "./totp.ts";

export interface ReasonFacts {
  method: "totp" | "backup_code";
  token: Pick<TokenRow, "kind" | "period" | "label" | "algorithm" | "digits"> | null;
  drift: number | null;
  /** With `token_pending`: it can no longer be confirmed. */
  expired: boolean;
  /** With `wrong_parameters`: what the app uses instead. */
  fits: TotpParameters | null;
  user: UserStatus;
  /** Whether the person has an active authenticator. */
  enrolled: boolean;
  /** With `clock`: by how much this computer is probably off; positive: it is behind. */
  suspectedMs: number | null;
  /** With `drifted`: other people's codes have just shown that this computer's clock is right. */
  clockVouched: boolean;
  /**
   * With `ok`: what came with the letter whose first code it was, which activates its authenticator; null otherwise.
   */
  first: { serial: string | null; replaces: boolean } | null;
  /** The letter that the code relates to. */
  letter: VerdictLetter | null;
  /** With `letter_void`: another letter, which waits for its first code. */
  waiting: VerdictLetter | null;
  /** With `wrong_code`: labels of authenticators whose codes may be too far off to be recognised. */
  mayBeFar: readonly string[];
  /** With `drifted`: beyond what two codes can resynchronise. */
  far: boolean;
  /** With `codes_replaced`: since when the code's set is void, UTC milliseconds. */
  codesVoidedAt: number | null;
  /** With `token_revoked`: what the code belongs to. */
  ended: EndedAuthenticator | null;
  /** With `drifted`: a newer code was accepted before, so that it says nothing about a clock. */
  stale: boolean;
  /** With `already_used`: a code was accepted while this computer's clock was in the future; UTC milliseconds, until when. */
  usedUntil: number | null;
  /** With `throttled`: that tests of codes are blocked, while checks still work. */
  testsOver: boolean;
}

function right({ first }: ReasonFacts): string {
  if (first === null) return "The code is right.";
  const which = first.serial === null ? "a letter" : `letter ${first.serial}`;
  const before = first.replaces ? " The previous one is revoked." : "";
  return `The code is right. It was the first code of ${which}: the authenticator is now active.${before}`;
}

/** How far another clock is from this computer's. @param steps positive: it is ahead; @param period in seconds */
export const describeOffset = (steps: number, period: number): string =>
  `${durationInWords(Math.abs(steps) * period)} ${steps < 0 ? "behind" : "ahead of"} this computer's clock`;

/** Parameters as people compare them with an app's settings. */
export const describeParameters = ({ algorithm, digits, period }: TotpParameters, kind: TokenKind): string =>
  kind === "hotp" ? `${algorithm} and ${digits} digits` : `${algorithm}, ${digits} digits and ${period} seconds`;

function drifted({ drift, token, clockVouched, stale, far }: ReasonFacts): string {
  const steps = drift ?? 0;
  const codes = far ? "three" : "two";
  if (token?.kind === "hotp") {
    return `The code fits, but ${steps} codes were skipped: the button was pressed too often. Resynchronise it with ${codes} consecutive codes.`;
  }
  const offset = describeOffset(steps, token?.period ?? 30);
  if (stale) {
    return `This code is an old one, ${offset}: a newer one was accepted already. Ask for the code that is shown now. If that one is as old, the phone's time was changed: set it to automatic.`;
  }
  const correct = `Set the phone's time to automatic and try a new code; resynchronise a device without time settings with ${codes} codes.`;
  return clockVouched
    ? `The code fits, but its clock is ${offset}, and other people's codes have just shown that this computer's clock is right. ${correct}`
    : `The code fits another time: ${offset}. First compare this computer's clock with another one. Only if it is right: ${correct.charAt(0).toLowerCase()}${correct.slice(1)}`;
}

/** The same with the kind, for a device's settings. */
export const describeSettings = (settings: TokenParameters): string =>
  `${settings.kind === "hotp" ? "counter-based (HOTP)" : "time-based (TOTP)"}, ${describeParameters(settings, settings.kind)}`;

function wrongParameters({ fits, token }: ReasonFacts): string {
  if (!fits || !token) return "The app ignored the settings that it was given. Enrol the person again.";
  const theirs = describeParameters(fits, token.kind);
  const ours = describeParameters(token, token.kind);
  return `The key fits, but the app uses ${theirs} instead of ${ours}: it ignored the settings. Enrol the person again with the app's settings, or with another app.`;
}

function pending({ expired, token }: ReasonFacts): string {
  const which = token?.label ? ` (${token.label})` : "";
  return expired
    ? `This enrolment${which} has expired. Begin it again.`
    : `The code is right, but this authenticator${which} is still waiting for its first code, and a check does not confirm it. Confirm it where the enrolment was begun.`;
}

function clock({ suspectedMs }: ReasonFacts): string {
  const away = durationInWords(Math.abs(suspectedMs ?? 0) / 1000);
  const direction = (suspectedMs ?? 0) > 0 ? "behind" : "ahead";
  return `The code fits, but its time is off in the same way as most others: this computer's clock is probably ${away} ${direction}. Correct this computer's clock, then try a new code.`;
}

const letterInWords = ({ serial, printedAt }: VerdictLetter): string => `letter ${serial} of ${dayInWords(printedAt)}`;

function wrongCode({ letter, mayBeFar }: ReasonFacts): string {
  const which = mayBeFar.join(" or ");
  const far = `One code cannot show that ${which} is very far off: if it is from there, resynchronise with three codes in a row.`;
  const waits =
    letter?.state === "waiting"
      ? `The ${letterInWords(letter)} is waiting for its first code: ask for the code that the app shows after scanning that letter.`
      : "";
  return ["The code is wrong.", waits, which === "" ? "" : far].filter((part) => part !== "").join(" ");
}

function codesReplaced({ codesVoidedAt }: ReasonFacts): string {
  const since = codesVoidedAt === null ? "" : ` since ${dayInWords(codesVoidedAt)}`;
  return `This backup code is from an earlier set, which is void${since}. Ask for one of the newest set, or make new ones.`;
}

function letterExpired({ letter }: ReasonFacts): string {
  if (!letter) return "The letter has expired. Print it again.";
  return `The ${letterInWords(letter)} expired on ${dayInWords(letter.expiresAt)}. Print it again.`;
}

function letterVoid({ letter, waiting, enrolled }: ReasonFacts): string {
  const since = letter?.voidedAt ? ` since ${dayInWords(letter.voidedAt)}` : "";
  const fact = `The ${letter ? letterInWords(letter) : "letter"} is void${since}.`;
  if (waiting) return `${fact} Ask for a code of the ${letterInWords(waiting)}, which is waiting for its first code.`;
  return enrolled ? `${fact} Ask for a code of the person's authenticator.` : `${fact} Enrol the person again.`;
}

const ends: Record<EndedAuthenticator["why"], string> = {
  replaced: "was replaced",
  revoked: "was revoked",
  lost: "was reported lost",
  returned: "was returned",
  cancelled: "was cancelled before its first code",
  expired: "expired before its first code",
  void: "became void before its first code",
};

function tokenRevoked({ ended }: ReasonFacts): string {
  if (!ended) return "The code belongs to an authenticator that is no longer valid.";
  const { label, serial, why, endedAt } = ended;
  const name = serial === null || serial === label ? label : `${label} (${serial})`;
  const fact = `The code belongs to ${name}, which ${ends[why]} on ${dayInWords(endedAt)} and is no longer valid.`;
  return why === "lost"
    ? `${fact} The caller has the lost device: end the call, and call the person back on a number that you know.`
    : `${fact} Ask for a code from the current one.`;
}

function alreadyUsed({ method, token, usedUntil }: ReasonFacts): string {
  if (method === "backup_code") return "This backup code was used already. Each works once.";
  if (usedUntil !== null) {
    return `A code of this authenticator was accepted while this computer's clock was in the future: until ${dayInWords(usedUntil)} all its codes are refused. An owner can set it back.`;
  }
  return token?.kind === "hotp"
    ? "This code was used already. Press the button for a new one."
    : "This code was used already. Wait for the next one.";
}

/** What the operator reads. Never shown to anyone who is not signed in. */
export function explainReason(reason: VerificationReason, facts: ReasonFacts): string {
  const totp = facts.method === "totp";
  const label = facts.token?.label ? `: ${facts.token.label}` : "";
  switch (reason) {
    case "ok":
      return right(facts);
    case "wrong_code":
      return totp ? wrongCode(facts) : "This is not one of the person's backup codes.";
    case "already_used":
      return alreadyUsed(facts);
    case "drifted":
      return drifted(facts);
    case "clock":
      return clock(facts);
    case "other_token":
      return `The code belongs to another authenticator of this person${label}. Check it there, or ask for a code from the right one.`;
    case "wrong_parameters":
      return wrongParameters(facts);
    case "malformed":
      return "This does not look like a code.";
    case "no_token":
      if (!totp && facts.enrolled)
        return "This person has no valid backup codes. Make new ones, or check another code.";
      return "This person has no authenticator that could accept it. Enrol the person first.";
    case "token_pending":
      return pending(facts);
    case "token_disabled":
      return `This authenticator is disabled${label}. Enable it to accept its codes.`;
    case "token_locked":
      return `This authenticator is locked after too many wrong codes${label}. Unlock it once you know who was trying.`;
    case "token_revoked":
      return tokenRevoked(facts);
    case "letter_expired":
      return letterExpired(facts);
    case "letter_void":
      return letterVoid(facts);
    case "codes_replaced":
      return codesReplaced(facts);
    case "user_disabled":
      return facts.user === "left"
        ? "This person has left the organisation. No code of theirs is accepted."
        : "This person is disabled. No code of theirs is accepted until they are active again.";
    case "throttled":
      return facts.testsOver
        ? "Too many wrong codes were tested in a row. Check a correct code, or unlock the authenticator, before you test again."
        : "Too many wrong codes in a row. Wait before the next attempt.";
  }
}
