import type { NextAction, VerificationReason } from "#shared/model/records.ts";
import type { Trace } from "./trace.ts";

export interface ActionFacts {
  method: "totp" | "backup_code";
  /** Whether the person has an active authenticator. */
  enrolled: boolean;
  /** With `drifted`: a newer code was accepted before. */
  stale: boolean;
  /** With `throttled`: that tests of codes are blocked, while checks still work. */
  testsOver: boolean;
  kind: "totp" | "hotp";
  /** Whether it is a hardware token, whose clock nobody can set. */
  hardware: boolean;
  /** With `drifted`: beyond what two codes can resynchronise. */
  far: boolean;
  clockVouched: boolean;
  /** With `token_pending`: it can no longer be confirmed. */
  expired: boolean;
  trace: Trace | null;
  /** With `already_used`: until when codes are refused because this computer's clock was in the future. */
  usedUntil: number | null;
  /** Whether there is an authenticator for what needs one: see `targetsOf`. */
  hasTarget: boolean;
}

function forDrift({ kind, hardware, far, clockVouched }: ActionFacts): NextAction[] {
  const back: NextAction[] = far ? (kind === "hotp" || hardware ? ["resync_far"] : []) : ["resync"];
  return kind === "hotp" ? back : [clockVouched ? "correct_phone_clock" : "check_computer_clock", ...back];
}

/** A void letter cannot be printed again; another one, or an authenticator, may do. */
const forVoidLetter = ({ enrolled, trace }: ActionFacts): NextAction[] => [
  enrolled || trace?.waiting ? "try_next_code" : "enrol",
];

function forWait({ testsOver, hasTarget }: ActionFacts): NextAction[] {
  const unlock: NextAction[] = hasTarget ? ["unlock"] : [];
  return testsOver ? unlock : ["wait", "call_back", ...unlock];
}

/** What the person at the desk can do about a refusal, the most likely first. */
export function nextActions(reason: VerificationReason, facts: ActionFacts): NextAction[] {
  const { letter, ended } = facts.trace ?? { letter: null, ended: null };
  switch (reason) {
    case "ok":
      return [];
    case "user_disabled":
      return ["activate_person"];
    case "wrong_code": {
      const back: NextAction[] = facts.hasTarget ? ["resync_far"] : [];
      return letter?.state === "waiting" ? ["use_letter", "reprint", ...back] : ["try_next_code", ...back];
    }
    case "already_used":
      return [facts.usedUntil !== null ? "set_clock_back" : "try_next_code"];
    case "malformed":
    case "other_token":
      return ["try_next_code"];
    case "drifted":
      return [...(facts.stale ? (["try_next_code"] as const) : []), ...forDrift(facts)];
    case "clock":
      return ["check_computer_clock"];
    case "wrong_parameters":
      return ["replace"];
    case "no_token":
      return facts.method === "backup_code" && facts.enrolled ? ["new_backup_codes", "try_next_code"] : ["enrol"];
    case "codes_replaced":
      return ["try_next_code", "new_backup_codes"];
    case "token_pending":
      return facts.expired ? ["enrol"] : ["confirm"];
    case "token_disabled":
      return ["enable"];
    case "token_locked":
      return ["call_back", "unlock"];
    case "throttled":
      return forWait(facts);
    case "token_revoked":
      return ended?.why === "lost" ? ["call_back"] : ["try_next_code", "enrol"];
    case "letter_expired":
      return facts.enrolled ? ["try_next_code", "reprint"] : ["reprint"];
    case "letter_void":
      return forVoidLetter(facts);
  }
}
