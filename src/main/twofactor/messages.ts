import { durationAsText } from "#shared/model/durations.ts";
import type {
  EndedAuthenticator,
  TokenKind,
  UserStatus,
  VerdictLetter,
  VerificationReason,
} from "#shared/model/records.ts";
import { sentences, text, type Text } from "#shared/texts/text.ts";
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

function right({ first }: ReasonFacts): Text {
  if (first === null) return text("verdicts.right");
  const { serial, replaces } = first;
  const used = serial === null ? text("verdicts.firstOfLetter") : text("verdicts.firstOfThisLetter", { serial });
  return replaces ? sentences(used, text("verdicts.previousRevoked")) : used;
}

/** How far another clock is from this computer's. @param steps positive: it is ahead; @param period in seconds */
export function describeOffset(steps: number, period: number): Text {
  const away = durationAsText(Math.abs(steps) * period);
  return steps < 0 ? text("verdicts.behind", { away }) : text("verdicts.ahead", { away });
}

/** Parameters as people compare them with an app's settings. */
export const describeParameters = ({ algorithm, digits, period }: TotpParameters, kind: TokenKind): Text =>
  kind === "hotp"
    ? text("parameters.counter", { algorithm, digits })
    : text("parameters.time", { algorithm, digits, period });

function drifted({ drift, token, clockVouched, stale, far }: ReasonFacts): Text {
  const steps = drift ?? 0;
  if (token?.kind === "hotp") return text("verdicts.skipped", { count: steps, far });
  const offset = describeOffset(steps, token?.period ?? 30);
  if (stale) return text("verdicts.stale", { offset });
  return clockVouched ? text("verdicts.driftVouched", { offset, far }) : text("verdicts.drifted", { offset, far });
}

/** The same with the kind, for a device's settings. */
export function describeSettings(settings: TokenParameters): Text {
  const parameters = describeParameters(settings, settings.kind);
  return settings.kind === "hotp"
    ? text("parameters.ofCounter", { parameters })
    : text("parameters.ofTime", { parameters });
}

function wrongParameters({ fits, token }: ReasonFacts): Text {
  if (!fits || !token) return text("verdicts.ignoredSettings");
  const theirs = describeParameters(fits, token.kind);
  const ours = describeParameters(token, token.kind);
  return text("verdicts.otherSettings", { theirs, ours });
}

function pending({ expired, token }: ReasonFacts): Text {
  const label = token?.label;
  if (!label) return expired ? text("verdicts.pendingExpired") : text("verdicts.pending");
  return expired ? text("verdicts.thisPendingExpired", { label }) : text("verdicts.thisPending", { label });
}

function clock({ suspectedMs }: ReasonFacts): Text {
  const away = durationAsText(Math.abs(suspectedMs ?? 0) / 1000);
  return text("verdicts.clock", { away, behind: (suspectedMs ?? 0) > 0 });
}

const letterAsText = ({ serial, printedAt }: VerdictLetter): Text => text("verdicts.letter", { serial, printedAt });

/** One of several names: `A or B or C`. */
const anyOf = (first: string, others: readonly string[]): string | Text =>
  others.reduce<string | Text>((before, next) => text("verdicts.or", { first: before, next }), first);

function wrongCode({ letter, mayBeFar }: ReasonFacts): Text {
  const [first, ...others] = mayBeFar;
  const waits = letter?.state === "waiting" ? [text("verdicts.letterWaits", { letter: letterAsText(letter) })] : [];
  const far = first === undefined ? [] : [text("verdicts.mayBeFar", { which: anyOf(first, others) })];
  return sentences(text("verdicts.wrong"), ...waits, ...far);
}

const codesReplaced = ({ codesVoidedAt }: ReasonFacts): Text =>
  codesVoidedAt === null ? text("verdicts.earlierSet") : text("verdicts.earlierSetSince", { since: codesVoidedAt });

function letterExpired({ letter }: ReasonFacts): Text {
  if (!letter) return text("verdicts.letterExpired");
  return text("verdicts.thisLetterExpired", { letter: letterAsText(letter), expiresAt: letter.expiresAt });
}

function voided(letter: VerdictLetter | null): Text {
  if (!letter) return text("verdicts.letterVoid");
  const which = letterAsText(letter);
  return letter.voidedAt
    ? text("verdicts.thisLetterVoidSince", { letter: which, since: letter.voidedAt })
    : text("verdicts.thisLetterVoid", { letter: which });
}

function letterVoid({ letter, waiting, enrolled }: ReasonFacts): Text {
  const fact = voided(letter);
  if (waiting) return sentences(fact, text("verdicts.askWaiting", { letter: letterAsText(waiting) }));
  return sentences(fact, enrolled ? text("verdicts.askAuthenticator") : text("verdicts.enrolAgain"));
}

function tokenRevoked({ ended }: ReasonFacts): Text {
  if (!ended) return text("verdicts.revoked");
  const { label, serial, why, endedAt } = ended;
  const name = serial === null || serial === label ? label : `${label} (${serial})`;
  const fact = text("verdicts.ended", { name, why, endedAt });
  return sentences(fact, why === "lost" ? text("verdicts.callBack") : text("verdicts.askCurrent"));
}

function alreadyUsed({ method, token, usedUntil }: ReasonFacts): Text {
  if (method === "backup_code") return text("verdicts.backupCodeUsed");
  if (usedUntil !== null) return text("verdicts.usedInFuture", { until: usedUntil });
  return token?.kind === "hotp" ? text("verdicts.pressAgain") : text("verdicts.waitForNext");
}

const withLabel = (key: "other" | "disabled" | "locked", { token }: ReasonFacts): Text => {
  const named = { other: "thisOther", disabled: "thisDisabled", locked: "thisLocked" } as const;
  return token?.label ? { key: `verdicts.${named[key]}`, facts: { label: token.label } } : { key: `verdicts.${key}` };
};

function noToken({ method, enrolled }: ReasonFacts): Text {
  return method !== "totp" && enrolled ? text("verdicts.noBackupCodes") : text("verdicts.noAuthenticator");
}

/** What the operator reads. Never shown to anyone who is not signed in. */
const explanations: Record<VerificationReason, (facts: ReasonFacts) => Text> = {
  ok: right,
  wrong_code: (facts) => (facts.method === "totp" ? wrongCode(facts) : text("verdicts.notABackupCode")),
  already_used: alreadyUsed,
  drifted,
  clock,
  other_token: (facts) => withLabel("other", facts),
  wrong_parameters: wrongParameters,
  malformed: () => text("verdicts.malformed"),
  no_token: noToken,
  token_pending: pending,
  token_disabled: (facts) => withLabel("disabled", facts),
  token_locked: (facts) => withLabel("locked", facts),
  token_revoked: tokenRevoked,
  letter_expired: letterExpired,
  letter_void: letterVoid,
  codes_replaced: codesReplaced,
  user_disabled: ({ user }) => (user === "left" ? text("verdicts.left") : text("verdicts.personDisabled")),
  throttled: ({ testsOver }) => (testsOver ? text("verdicts.testsOver") : text("verdicts.throttled")),
};

export const explainReason = (reason: VerificationReason, facts: ReasonFacts): Text => explanations[reason](facts);
