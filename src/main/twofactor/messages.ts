import type { VerificationReason } from "#shared/model/records.ts";

interface Facts {
  method: "totp" | "backup_code";
  drift?: number | null | undefined;
  period?: number | undefined;
  label?: string | null | undefined;
}

const duration = (seconds: number): string =>
  seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;

function drifted({ drift, period }: Facts): string {
  const steps = drift ?? 0;
  const away = duration(Math.abs(steps) * (period ?? 30));
  const direction = steps < 0 ? "behind" : "ahead of";
  return `The code fits, but its clock is ${away} ${direction} this computer's. Set the phone's time to automatic, then try a new code.`;
}

/** What the operator reads. It is never shown to anyone who is not signed in. */
export function explainReason(reason: VerificationReason, facts: Facts): string {
  switch (reason) {
    case "ok":
      return "The code is right.";
    case "wrong_code":
      return facts.method === "totp" ? "The code is wrong." : "This is not one of the user's backup codes.";
    case "already_used":
      return facts.method === "totp"
        ? "This code was used already. Wait for the next one."
        : "This backup code was used already. Each counts once.";
    case "drifted":
      return drifted(facts);
    case "other_token":
      return `The code belongs to another authenticator of this user${facts.label ? `: ${facts.label}` : ""}.`;
    case "malformed":
      return "This does not have the form of a code.";
    case "no_token":
      return "This user has nothing that could accept it. Enrol the user first.";
    case "token_pending":
      return "This authenticator's enrolment is not finished yet.";
    case "token_disabled":
      return "This authenticator is disabled.";
    case "token_locked":
      return "This authenticator is locked after too many wrong codes. Enrol it again.";
    case "user_disabled":
      return "This user is disabled.";
    case "throttled":
      return "Too many wrong codes in a row. Wait before the next attempt.";
  }
}
