/** What a check says of a code, for whoever checks it. Never shown to anyone who is not signed in. */
export const verdicts = {
  right: "The code is right.",
  firstOfLetter: "The code is right. It was the first code of a letter: the authenticator is now active.",
  firstOfThisLetter: "The code is right. It was the first code of letter {serial}: the authenticator is now active.",
  previousRevoked: "The previous one is revoked.",
  ahead: "{away} ahead of this computer's clock",
  behind: "{away} behind this computer's clock",
  skipped:
    "{count, plural, one {The code fits, but {count} code was skipped} other {The code fits, but {count} codes were skipped}}: the button was pressed too often. {far, select, true {Resynchronise it with three consecutive codes.} other {Resynchronise it with two consecutive codes.}}",
  stale:
    "This code is an old one, {offset}: a newer one was accepted already. Ask for the code that is shown now. If that one is as old, the phone's time was changed: set it to automatic.",
  driftVouched:
    "The code fits, but its clock is {offset}, and other people's codes have just shown that this computer's clock is right. Set the phone's time to automatic and try a new code; resynchronise a device without time settings {far, select, true {with three codes} other {with two codes}}.",
  drifted:
    "The code fits another time: {offset}. First compare this computer's clock with another one. Only if it is right: set the phone's time to automatic and try a new code; resynchronise a device without time settings {far, select, true {with three codes} other {with two codes}}.",
  ignoredSettings: "The app ignored the settings that it was given. Enrol the person again.",
  otherSettings:
    "The key fits, but the app uses {theirs} instead of {ours}: it ignored the settings. Enrol the person again with the app's settings, or with another app.",
  pendingExpired: "This enrolment has expired. Begin it again.",
  thisPendingExpired: "This enrolment ({label}) has expired. Begin it again.",
  pending:
    "The code is right, but this authenticator is still waiting for its first code, and a check does not confirm it. Confirm it where the enrolment was begun.",
  thisPending:
    "The code is right, but this authenticator ({label}) is still waiting for its first code, and a check does not confirm it. Confirm it where the enrolment was begun.",
  clock:
    "The code fits, but its time is off in the same way as most others: this computer's clock is probably {behind, select, true {{away} behind} other {{away} ahead}}. Correct this computer's clock, then try a new code.",
  letter: "letter {serial} of {printedAt, date, long}",
  wrong: "The code is wrong.",
  letterWaits:
    "The {letter} is waiting for its first code: ask for the code that the app shows after scanning that letter.",
  mayBeFar:
    "One code cannot show that {which} is very far off: if it is from there, resynchronise with three codes in a row.",
  or: "{first} or {next}",
  notABackupCode: "This is not one of the person's backup codes.",
  earlierSet:
    "This backup code is from an earlier set, which is void. Ask for one of the newest set, or make new ones.",
  earlierSetSince:
    "This backup code is from an earlier set, which is void since {since, date, long}. Ask for one of the newest set, or make new ones.",
  letterExpired: "The letter has expired. Print it again.",
  thisLetterExpired: "The {letter} expired on {expiresAt, date, long}. Print it again.",
  letterVoid: "The letter is void.",
  thisLetterVoid: "The {letter} is void.",
  thisLetterVoidSince: "The {letter} is void since {since, date, long}.",
  askWaiting: "Ask for a code of the {letter}, which is waiting for its first code.",
  askAuthenticator: "Ask for a code of the person's authenticator.",
  enrolAgain: "Enrol the person again.",
  revoked: "The code belongs to an authenticator that is no longer valid.",
  ended:
    "The code belongs to {name}, which {why, select, replaced {was replaced} revoked {was revoked} lost {was reported lost} returned {was returned} cancelled {was cancelled before its first code} expired {expired before its first code} other {became void before its first code}} on {endedAt, date, long} and is no longer valid.",
  callBack: "The caller has the lost device: end the call, and call the person back on a number that you know.",
  askCurrent: "Ask for a code from the current one.",
  backupCodeUsed: "This backup code was used already. Each works once.",
  usedInFuture:
    "A code of this authenticator was accepted while this computer's clock was in the future: until {until, date, long} all its codes are refused. An owner can set it back.",
  pressAgain: "This code was used already. Press the button for a new one.",
  waitForNext: "This code was used already. Wait for the next one.",
  other:
    "The code belongs to another authenticator of this person. Check it there, or ask for a code from the right one.",
  thisOther:
    "The code belongs to another authenticator of this person: {label}. Check it there, or ask for a code from the right one.",
  malformed: "This does not look like a code.",
  noBackupCodes: "This person has no valid backup codes. Make new ones, or check another code.",
  noAuthenticator: "This person has no authenticator that could accept it. Enrol the person first.",
  disabled: "This authenticator is disabled. Enable it to accept its codes.",
  thisDisabled: "This authenticator is disabled: {label}. Enable it to accept its codes.",
  locked: "This authenticator is locked after too many wrong codes. Unlock it once you know who was trying.",
  thisLocked:
    "This authenticator is locked after too many wrong codes: {label}. Unlock it once you know who was trying.",
  left: "This person has left the organisation. No code of theirs is accepted.",
  personDisabled: "This person is disabled. No code of theirs is accepted until they are active again.",
  testsOver:
    "Too many wrong codes were tested in a row. Check a correct code, or unlock the authenticator, before you test again.",
  throttled: "Too many wrong codes in a row. Wait before the next attempt.",
} as const;
