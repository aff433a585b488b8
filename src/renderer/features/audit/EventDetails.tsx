import type { AuditEvent } from "#shared/model/records.ts";
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

/** Values that need explaining; the others are shown as they are. */
const values: Readonly<Record<string, string>> = {
  totp: "code from the app",
  backup_code: "backup code",
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
  user_disabled: "person disabled",
  throttled: "too many wrong codes",
};

const valueInWords = (value: AuditEvent["details"][string]): string => {
  if (value === null || value === "") return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
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
