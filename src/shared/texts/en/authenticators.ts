/** Authenticators of people: what cannot be done with one, and what to do instead. */
export const authenticators = {
  noSuch: "There is no such authenticator.",
  notOfPerson: "This person has no such authenticator.",
  alreadyRevoked: "This authenticator is already revoked.",
  alreadyConfirmed: "This enrolment is already confirmed.",
  isPending: "It is waiting for its first code: confirm it with a code, or cancel the enrolment.",
  isActive: "It is active.",
  isDisabled: "It is disabled. Enable it first.",
  isLocked: "It is locked after too many wrong codes. Unlock it first.",
  isRevoked: "It is permanently revoked. Enrol a new one.",
  onlyActive: "Only an active authenticator can be resynchronised.",
  notThreeCodes: "These are not three consecutive codes of this authenticator.",
  notTwoCounters:
    "These are not two consecutive new codes of this device. Press the button twice more, and enter both codes.",
  hasLeft: "This person has left. Set the person to active first.",
  codesVoid: "These backup codes are void. Newer ones may have been made.",
  enrolFirst: "Enrol an authenticator first.",
  needsOperator:
    "{count, plural, one {{count} wrong code in a row.} other {{count} wrong codes in a row.}} Only an operator or an owner can unlock this: find out who was trying, then ask one.",
  skipped:
    "{count, plural, one {The code fits, but {count} code was skipped.} other {The code fits, but {count} codes were skipped.}} Begin again, and confirm it with one of its first codes.",
  driftedAway:
    "The code fits another time: {offset}. Compare both clocks with a third one. Correct the wrong one, then try a new code.",
  notCounter:
    "This code does not belong to the new authenticator. Begin again, and confirm it with one of its first codes.",
  triedEarly: "This code was tried before it was due and can no longer be used. Try the next one.",
  otherSettings:
    "The app accepted the key, but not its settings: it shows codes with {settings}. Begin again with these settings, or with another app.",
} as const;
