/** Administrators, one's own account and approvals. */
export const cliAdmins = {
  none: "There is no administrator named {name}.",
  removed: "{name} is no longer an administrator.",
  lockedOut: "locked out",
  waitsUntil: "waits until {at}",
  codeUntil: "{status}, code until {at}",
  oneTimeCode: "One-time code: {code}",
  codeWorks: "It works once, until {at}, and is not shown again. Give it to {name}, who runs:",

  codesLeftOf: "{left} of {total}",
  codesUnconfirmed: "nobody has confirmed having them; if in doubt: countersign account backup-codes",
  sessionOn: "{origin} on {desk}",
  thisSession: "this one",
  passwordChanged: "Password changed. All your other sessions have ended.",

  oneOf: "one of {names}",
  needsRecoveryKey: "the recovery key, since there is no second administrator",
  needsDelay: "waiting until {at}, since there is no second administrator",
  nothingMore: "nothing more ({by})",
  waitOver: "the wait is over",
  nothingWaiting: "Nothing is waiting for approval.",
  approved: "Approved.",
  withdrawn: "Withdrawn.",
  policyWithDefault: "{value} (default {usual})",
  freshCodeUntil: "The fresh code is valid until {at}.",
} as const;

/** Signing in and out, setting up, and coming back. */
export const cliAccess = {
  keychainUnusable:
    "This computer's keychain cannot be used: {reason} The console's keys open with your password or the passphrase at each sign-in.",
  noAnswer: "it does not answer",
  signedIn: "Signed in as {name} ({role}), until {at} without activity.",
  codesLeft: "{count, plural, one {# backup code} other {# backup codes}} left.",
  signedOut: "Signed out.",
  boundAgain: "Unlocked, and bound to this computer's keychain again.",
  unlocked:
    "This opens the console's keys. This computer's keychain cannot store them, so you will be asked at every sign-in.",
  isSignedIn: "{name} is signed in ({role}).",
  isBack: "{name} is signed in. The authenticators, backup codes and sessions from before have ended.",
  makeNewKey: "The recovery key was typed into this computer. Make a new one: countersign vault new-recovery-key",

  noKeychain:
    "This computer's keychain cannot be used. The console's keys will open with a passphrase, or with your password if you leave the passphrase empty.",
  setUp: "The console is set up and {name} is signed in.",
  opensByKeychain: "this computer's keychain",
  opensByPassphrase: "the passphrase you chose (this computer's keychain cannot be used)",
  opensByPassword: "your password (this computer's keychain cannot be used)",
  writeDown: "Write the recovery key down now and keep it apart from this computer: it is not shown again.",
  finishSetup: "Add the key to an authenticator app, then finish with: countersign setup confirm",
} as const;

/** The console's keys. */
export const cliVault = {
  keychain: "this computer's keychain",
  keychainOf: "keychain of {desk}",
  passphrase: "passphrase",
  password: "the owner's password",
  recovery: "recovery key",
  shares: "shares of the recovery key",
  sharesOf: "{shares} ({needed} of {total})",
  values: "{count, plural, one {# value} other {# values}}",
  required: "required",
  notRequired: "not required",
  keychainReached: "available",
  keychainNotReached: "cannot be reached",

  noSlot: "There is no passphrase or id of that name. See: countersign vault status",
  removed: "It no longer opens the console's keys.",
  opens: "It opens the console's keys.",
  rotated: "The data key was rotated: {count, plural, one {# value} other {# values}} resealed.",
  sameKey: "The recovery key stays the same.",
  dropped: "These passphrases no longer open the keys: {labels}.",
  desksEnded: "The keychains of these computers no longer open the keys: {names}.",

  replaced: "The new recovery key is now in force. The old one no longer opens anything: destroy it.",
  newKey: "New recovery key: {key}",
  writeDown:
    "Write it down now and keep it apart from this computer: it is not shown again. The current recovery key stays valid until you have typed in the new one.",
  share: "Share {number} of {total}: {share}",
  giveShares:
    "Give each share to a different person: they are not shown again. The current recovery key stays valid until you have typed in the new one.",
  confirmWith: "Confirm it with: {command}",
} as const;

/** The clock, and what was used while it was wrong. */
export const cliClock = {
  person: "Authenticator of a person",
  administrator: "Authenticator of an administrator",
  device: "Hardware token",
  letter: "Letter",
  enrolment: "Enrolment",
  invitation: "One-time code",
  approval: "Countersignature",
  session: "Session",
  refusedUntil: "codes refused until {at}",
  usedUntil: "could be used until {at}",
  confirmedUntil: "could be confirmed until {at}",
  madeOn: "made on {at}",
  of: "of {at}",
  begunOn: "begun on {at}",
  expiredOn: "expired too early, on {at}",

  ahead: "These were used or made while this computer's clock was in the future:",
  more: "And {count} more.",
  reason: "Reason for setting them back (leave empty to change nothing)",
  setBack: "Set back: {count}. The next codes will be accepted; enrolments that expired too early need new letters.",
  accepted: "This computer's clock is accepted: {at}.",
  toSetBack: "To set them back: {command}",
  notSetBack: "Nothing was set back. To do it later: {command}",
} as const;
