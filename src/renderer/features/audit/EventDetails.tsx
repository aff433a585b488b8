import type { AuditEvent } from "#shared/model/records.ts";
import { utcTime } from "../../ui/format.ts";
import classes from "./EventDetails.module.css";

/** `backupCodes` -> `Backup codes`. */
const nameInWords = (name: string): string => {
  const words = name
    .replaceAll(/([a-z])([A-Z])/gu, "$1 $2")
    .replaceAll(/[_.]/gu, " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const valueInWords = (value: AuditEvent["details"][string]): string => {
  if (value === null || value === "") return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "number" ? value.toLocaleString() : value;
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
