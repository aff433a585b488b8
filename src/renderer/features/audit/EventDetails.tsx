import type { AuditEvent, VerificationReason } from "#shared/model/records.ts";
import { say } from "#shared/texts/say.ts";
import { numberInWords, utcTime } from "../../ui/format.ts";
import classes from "./EventDetails.module.css";

/** `backupCodes` -> `Backup codes`. */
const nameInWords = (name: string): string => {
  const words = name
    .replaceAll(/([a-z])([A-Z])/gu, "$1 $2")
    .replaceAll(/[_.]/gu, " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** What a check of a code found. */
const reasons: Readonly<Record<VerificationReason, string>> = {
  ok: "correct code",
  wrong_code: "wrong code",
  already_used: "already used",
  drifted: "clock too far off",
  other_token: "code of another authenticator",
  wrong_parameters: "code made with other settings",
  clock: "this computer's clock is probably off",
  malformed: "not a code",
  no_token: "not enrolled",
  token_pending: "waiting for first code",
  token_disabled: "authenticator disabled",
  token_locked: "authenticator locked",
  token_revoked: "code of a revoked authenticator",
  letter_expired: "letter expired",
  letter_void: "letter not valid any more",
  codes_replaced: "backup code that was replaced",
  user_disabled: "person disabled",
  throttled: "too many wrong codes",
};

/** Values that need explaining; the others are shown as they are. */
const values: Readonly<Record<string, string>> = {
  ...reasons,
  totp: "code from the app",
  backup_code: "backup code",
  guessed: "too many wrong codes",
  first_code: "first code",
};

const valueInWords = (value: AuditEvent["details"][string]): string => {
  if (value === null || value === "") return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "object") return say(value);
  return typeof value === "number" ? numberInWords(value) : (values[value] ?? value);
};

export function EventDetails({ event }: { event: AuditEvent }) {
  const facts: [string, string][] = [
    ["Time", utcTime(event.at)],
    ["Recorded as", event.action],
    ...(event.targetId ? [["Id", event.targetId] satisfies [string, string]] : []),
    ...Object.entries(event.details).map(([name, value]): [string, string] => [nameInWords(name), valueInWords(value)]),
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
