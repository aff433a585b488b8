import type { HealthReport } from "#shared/contract/system.ts";

/** What the rule below examines: a report without its result, and what only the store's inspection knows. */
export interface Examined extends Omit<HealthReport, "healthy" | "attention"> {
  /** What was accepted or written while this computer's clock was in the future. */
  stepsAhead: number;
}

type Rule = (found: Examined) => string[];

const when = (applies: boolean, line: string): string[] => (applies ? [line] : []);

const ofStore: Rule = ({ store, slots }) => [
  ...when(store.phase === "empty", "No console is set up in this data folder yet."),
  ...when(store.phase === "setup", "The set-up is not finished."),
  ...when(store.phase === "damaged" || store.problems.length > 0, "The database has faults."),
  ...when(store.exposed.length > 0, "The console's files are not private."),
  ...when(store.diskFull, "The disk of the data folder is full."),
  ...slots,
];

const ofAudit: Rule = ({ audit }) => [
  ...when(audit.tail === "broken" || audit.lastFull?.valid === false, "The audit log was changed or is damaged."),
  ...when(audit.restored !== null, "The console was restored from a backup whose audit log was broken."),
];

const ofKeys: Rule = ({ keys }) =>
  keys === null
    ? []
    : [
        ...when(keys.hasRecoveryKey && keys.recoveryCheckedAt === null, "Nobody has tested the recovery key yet."),
        ...keys.ownersBack.map(({ name }) => `${name} came back with the recovery key.`),
      ];

/** Shown once, and perhaps never seen: the ones from before are void. */
const ofCodes: Rule = ({ unconfirmedCodes }) => {
  if (unconfirmedCodes === null || unconfirmedCodes.count === 0) return [];
  const { count, names } = unconfirmedCodes;
  const others = count > names.length ? ` and ${count - names.length} more` : "";
  return [`Nobody has confirmed that these people have their new backup codes: ${names.join(", ")}${others}.`];
};

const ofBackups: Rule = ({ backups }) => {
  if (backups === null) return [];
  const { lastAt, stale, problems, unprovenRecipients, restoreOpen } = backups;
  return [
    ...when(lastAt === null, "There is no backup yet."),
    ...when(lastAt !== null && stale, "The last backup is too old."),
    ...when(problems > 0, "Backups had problems."),
    ...when(unprovenRecipients.length > 0, `Backup keys that need testing: ${unprovenRecipients.join(", ")}.`),
    ...when(restoreOpen, "The console was restored from a backup, and not all tasks after the restore are done."),
  ];
};

const ofClock: Rule = ({ clock, stepsAhead }) => [
  ...when(clock.rolledBack, "The clock is behind the last recorded event."),
  ...when(clock.drift.suspectedMs !== null, "This computer's clock is probably wrong."),
  ...when(stepsAhead > 0, "Codes were accepted or letters printed while this computer's clock was in the future."),
];

const rules: readonly Rule[] = [ofStore, ofAudit, ofKeys, ofCodes, ofBackups, ofClock];

/**
 * What needs attention, one sentence each, for people to read; empty: nothing does. A missing set-up needs attention.
 * An unavailable keychain is not a fault, since the passphrase opens the keys.
 */
export const attentionOf = (found: Examined): string[] => [...new Set(rules.flatMap((rule) => rule(found)))];
