/** Authenticators, hardware tokens and checks of codes. */
export const cliEnrolment = {
  sameAsAdministrator:
    "An administrator of this console has the same name. In the app, the account for signing in here is a separate one, marked “administrator”: keep both.",
  scan: "Scan the QR code in the authenticator app, or type in the key.",
  scanYours: "Scan the QR code in your authenticator app, or type in the key.",
  finish: "Finish with: countersign enrol confirm {id}",
  cancelled: "Enrolment cancelled.",
  needsTerminal: "`enrol PERSON` needs a terminal. In a script, use `enrol begin PERSON` and then `enrol confirm ID`.",
  sayWhom:
    "Say whom to enrol: --group, --status, --enrolment, --attention or --search; or --added-by for the people an import added; or --all for everybody.",
  codes: "Backup codes, for one use each. They are not shown again:",
  codesStay: "The existing backup codes stay valid.",

  hotp: "HOTP {algorithm}, {digits} digits",
  totp: "{algorithm}, {digits} digits, {period} s",
  pendingExpired: "pending (expired)",
  none: "No authenticators found.",
  more: "There are more: raise --limit to see them.",
  resynchronised: "Resynchronised.",
  resynchronisedDevice: "Resynchronised. Its next code can be used to assign it.",
  skipped: "Resynchronised: {count, plural, one {# code} other {# codes}} skipped.",
  behind: "Resynchronised: {count, plural, one {# step} other {# steps}} behind this computer.",
  ahead: "Resynchronised: {count, plural, one {# step} other {# steps}} ahead of this computer.",

  noDevice: "There is no hardware token with this serial number.",
  noDevices: "No hardware tokens found.",
  devices: "{count, plural, one {# hardware token} other {# hardware tokens}} in all: {states}.",

  accepted: "Accepted.",
  refused: "Refused.",
  authenticator: "Authenticator: {label}",
  nextAttempt: "Next attempt: {at}",
  whatHelps: "What helps: {what}",
  restoredFrom: "This console was restored from a backup of {at}. What was revoked or used since then may be accepted.",
  seeRestored: "An owner can see what to do about it with: {command} backup restored",
  test: "This was a test: no code was used up. Wrong codes only delay further tests.",
  notAgainstOne: "Only an authenticator's code can be checked against one authenticator.",
  leaveOut: "Give a code, or leave --authenticator out.",

  checkAnother: "check another code",
  wait: "wait",
  waitUntil: "wait until {at}",
  callBack: "end the call, and call the person back on a number you know",
  phoneClock: "set the phone's time to automatic",
  computerClock: "compare this computer's clock with another one",
  ownerSetsBack: "have an owner run: {command}",
  scanLetter: "have the person scan letter {serial}",
  ifMistake: "if this is a mistake: {command}",
} as const;

/** Letters and their templates. */
export const cliLetters = {
  sayWhere: "Say where the letters go: --letters FOLDER for one file each, or --pdf FILE for one file.",
  counts:
    "{people, plural, one {# person} other {# people}}: {letters, plural, one {# letter} other {# letters}}, {unchanged} unchanged, {refused} refused.",
  becameVoid: "{count, plural, one {# letter} other {# letters}} that could still be used became void.",
  wouldBecomeVoid: "{count, plural, one {# letter} other {# letters}} that could still be used would become void.",
  more: "And {count, plural, one {# more person} other {# more people}}: --json lists them.",
  noneMade: "No letter was made.",
  written: "{count, plural, one {# letter} other {# letters}} written to {path}",
  plan: "Nothing has been changed. This would be done:",
  none: "No letters found.",
  shown: "{shown} of {total, plural, one {# letter} other {# letters}}.",
  shownOfMore: "{shown} of at least {total, plural, one {# letter} other {# letters}}.",
  noLetter: "There is no letter with the serial number {serial}.",
  confirmVoid: "This voids {count, plural, one {# letter} other {# letters}} permanently and erases the secrets.",
  voided: "{count, plural, one {# letter} other {# letters}} voided.",

  noTemplate: "There is no template named {name}.",
  notJson: "This file is not valid JSON.",
  notAnObject: "This file is not a JSON object with the template's fields.",
  templateSaved: "The template {name} was saved.",
  templateDeleted: "The template {name} was deleted.",
} as const;
