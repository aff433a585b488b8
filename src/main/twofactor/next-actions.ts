import type { NextAction, VerificationReason } from "#shared/model/records.ts";
import type { Trace } from "./trace.ts";

export interface ActionFacts {
  kind: "totp" | "hotp";
  /** Steps or counter values; null if there is none. */
  drift: number | null;
  /** As far as two codes can resynchronise it. */
  resyncReach: number;
  clockVouched: boolean;
  /** With `token_pending`: it can no longer be confirmed. */
  expired: boolean;
  trace: Trace | null;
  /** With `already_used`: until when codes are refused because this computer's clock was in the future. */
  usedUntil: number | null;
}

function forDrift({ kind, drift, resyncReach, clockVouched }: ActionFacts): NextAction[] {
  const back: NextAction[] = Math.abs(drift ?? 0) < resyncReach ? ["resync"] : [];
  if (kind === "hotp") return back.length > 0 ? back : ["replace"];
  return [clockVouched ? "correct_phone_clock" : "check_computer_clock", ...back];
}

/** What the person at the desk can do about a refusal, the most likely first. */
export function nextActions(reason: VerificationReason, facts: ActionFacts): NextAction[] {
  const { letter, ended } = facts.trace ?? { letter: null, ended: null };
  switch (reason) {
    case "ok":
    case "user_disabled":
      return [];
    case "wrong_code":
      return letter?.state === "waiting" ? ["use_letter", "reprint"] : ["try_next_code"];
    case "already_used":
      return [facts.usedUntil !== null ? "set_clock_back" : "try_next_code"];
    case "malformed":
    case "other_token":
      return ["try_next_code"];
    case "drifted":
      return forDrift(facts);
    case "clock":
      return ["check_computer_clock"];
    case "wrong_parameters":
      return ["replace"];
    case "no_token":
      return ["enrol"];
    case "token_pending":
      return facts.expired ? ["enrol"] : ["confirm"];
    case "token_disabled":
      return ["enable"];
    case "token_locked":
      return ["call_back", "unlock"];
    case "throttled":
      return ["wait", "call_back", "unlock"];
    case "token_revoked":
      return ended?.why === "lost" ? ["call_back"] : ["try_next_code", "enrol"];
    case "letter_expired":
    case "letter_void":
      return ["reprint"];
  }
}
