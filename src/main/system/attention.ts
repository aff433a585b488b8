import type { HealthReport } from "#shared/contract/system.ts";
import { toStored } from "#shared/texts/stored.ts";
import { text, type Text } from "#shared/texts/text.ts";

/** What the rule below examines: a report without its result, and what only the store's inspection knows. */
export interface Examined extends Omit<HealthReport, "healthy" | "attention"> {
  /** What was accepted or written while this computer's clock was in the future. */
  stepsAhead: number;
}

type Rule = (found: Examined) => Text[];

const when = (applies: boolean, line: Text): Text[] => (applies ? [line] : []);

const ofStore: Rule = ({ store, slots }) => [
  ...when(store.phase === "empty", text("system.notSetUp")),
  ...when(store.phase === "setup", text("system.setUpUnfinished")),
  ...when(store.phase === "damaged" || store.problems.length > 0, text("system.hasFaults")),
  ...when(store.exposed.length > 0, text("system.notPrivate")),
  ...when(store.diskFull, text("system.diskFull")),
  ...slots,
];

const ofAudit: Rule = ({ audit }) => [
  ...when(audit.tail === "broken" || audit.lastFull?.valid === false, text("system.auditDamaged")),
  ...when(audit.restored !== null, text("system.restoredBroken")),
];

const ofKeys: Rule = ({ keys }) =>
  keys === null
    ? []
    : [
        ...when(keys.hasRecoveryKey && keys.recoveryCheckedAt === null, text("system.recoveryUntested")),
        ...keys.ownersBack.map(({ name }) => text("system.cameBack", { name })),
      ];

/** Shown once, and perhaps never seen: the ones from before are void. */
const ofCodes: Rule = ({ unconfirmedCodes }) => {
  if (unconfirmedCodes === null || unconfirmedCodes.count === 0) return [];
  const { count, names } = unconfirmedCodes;
  const more = count - names.length;
  return [
    more > 0 ? text("system.codesUnconfirmedAndMore", { names, more }) : text("system.codesUnconfirmed", { names }),
  ];
};

const ofBackups: Rule = ({ backups }) => {
  if (backups === null) return [];
  const { lastAt, stale, problems, unprovenRecipients, restoreOpen } = backups;
  return [
    ...when(lastAt === null, text("system.noBackup")),
    ...when(lastAt !== null && stale, text("system.backupOld")),
    ...when(problems > 0, text("system.backupProblems")),
    ...when(unprovenRecipients.length > 0, text("system.keysUntested", { names: unprovenRecipients })),
    ...when(restoreOpen, text("system.restoreOpen")),
  ];
};

const ofClock: Rule = ({ clock, stepsAhead }) => [
  ...when(clock.rolledBack, text("system.clockBehind")),
  ...when(clock.drift.suspectedMs !== null, text("system.clockWrong")),
  ...when(stepsAhead > 0, text("system.clockAhead")),
];

const rules: readonly Rule[] = [ofStore, ofAudit, ofKeys, ofCodes, ofBackups, ofClock];

/**
 * What needs attention, one sentence each; empty: nothing does. A missing set-up needs attention.
 * An unavailable keychain is not a fault, since the passphrase opens the keys.
 */
export const attentionOf = (found: Examined): Text[] => {
  const all = rules.flatMap((rule) => rule(found));
  return [...new Map(all.map((line) => [toStored(line), line])).values()];
};
