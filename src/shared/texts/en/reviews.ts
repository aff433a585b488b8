/** What somebody has to do after a restore. */
export const reviews = {
  backupCodes: "Void the backup codes",
  counters: "Resynchronise the counter-based tokens",
  revocations: "Review the authenticators that were revoked or disabled after the backup was made",
  letters: "Void the letters",
  administrators: "Review the administrators",
  settings: "Review the security settings",
  backupKeys: "Review the backup keys and locations",
  keys: "Rotate the data key",
} as const;
