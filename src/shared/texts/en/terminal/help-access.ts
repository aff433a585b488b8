export const helpSession = {
  signIn: "Sign in: password, then a code or a backup code; until this computer is started again at the latest",
  signOut: "End the session",
  whoami: "Show who is signed in, and until when",
  unlock: "Open the console's keys when this computer's keychain no longer does",
  unlockByRecoveryKey: "with the recovery key instead of the passphrase",
  stepUp: "Give a fresh code before a sensitive action",
  stepUpKind: "the kind of action",
  doctor: "Check runtime, keychain, database, clock and versions; needs no sign-in",
  doctorExitCode:
    "Exit code 1 while something needs attention, such as a console without a backup or a recovery key that was never tested.",
  acceptInvitation: "Sign in for the first time, or after a reset, with a one-time code",
  recover: "Regain access as an owner without phone and backup codes, with password and recovery key",
  recoverAs: "the owner's name",
  backupCodes: "A person's backup codes",
  regenerateBackupCodes: "Void the remaining codes and make new ones",
  verifyAuthenticator: "check against this authenticator only",
  verify: "Check a person's code or backup code; an accepted code is used up",
  verifyTest: "only say what a check would say; the code is not used up",
} as const;

export const helpSetup = {
  about: "Set this console up: its first owner and keys",
  begin: "Create the database, its keys and the owner's authenticator",
  beginOrganisation: "the organisation's name",
  beginOwner: "the owner's sign-in name",
  beginIssuer: "shown in authenticator apps (default: the organisation's name)",
  resume: "Resume an interrupted set-up: the same authenticator, a new recovery key",
  confirm: "Confirm the owner's authenticator, finish the set-up and sign in",
} as const;

export const helpAccount = {
  addAuthenticator: "Enrol another authenticator for yourself",
  addAuthenticatorLabel: "tells your authenticators apart",
  confirmAuthenticator: "Confirm a new authenticator with a code from it (in a script)",
  confirmAuthenticatorId: "as given by add-authenticator",
  removeAuthenticator: "Revoke one of your authenticators",
  backupCodes: "Void your backup codes and make new ones",
  secondFactorOff: "Turn off your second factor, where the policy allows it",
  about: "Your own password, authenticators, backup codes and sessions",
  show: "Show all of these",
  password: "Change your password",
  endSession: "End one of your sessions",
  endOtherSessions: "End all your sessions except this one",
} as const;
