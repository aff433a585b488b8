/** The audit log, and whether the console is in order. */
export const cliHealth = {
  noEvents: "No events found.",
  olderEvents: "There are older events: raise --limit to see more.",
  logIntact: "Audit log intact.",
  logBroken: "Audit log broken.",
  logBrokenAt: "Audit log broken at event {event}.",
  eventsChecked: "{count, plural, one {# event} other {# events}} checked.",

  inOrder: "Everything is in order.",
  needsAttention: "Something needs attention:",
  clockBehind:
    "this computer's clock is probably about {duration} behind, as codes of {right} of {people, plural, one {# person} other {# people}} show",
  clockAhead:
    "this computer's clock is probably about {duration} ahead, as codes of {right} of {people, plural, one {# person} other {# people}} show",
  compareClock: "compare it with another clock and correct it; nobody needs to change a phone",
  clockRolledBack: "the clock is behind the last event",
  diskFull: "the disk of the data folder is full; free some space",
  noRecoveryKey: "there is none",
  ownerBack: "{name} regained access with the recovery key, {at}",
  noBackup: "none yet: countersign backup create FILE",
  setUp: "set up",
  notSetUp: "not set up",
  chainIntact: "intact, {count, plural, one {# event} other {# events}} checked at {at}",
  chainBroken: "NOT intact, {count, plural, one {# event} other {# events}} checked at {at}",
  chainUnchecked: "not checked yet: countersign audit verify",
  chainRestored: "broken at event {event} in {backup}, restored {at}",
  runtime: "{name} {version}",
  stateWhy: "{state}: {reason}",
} as const;
