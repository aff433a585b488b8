/** What needs attention. */
export const system = {
  notSetUp: "No console is set up in this data folder yet.",
  setUpUnfinished: "The set-up is not finished.",
  hasFaults: "The database has faults.",
  notPrivate: "The console's files are not private.",
  diskFull: "The disk of the data folder is full.",
  auditDamaged: "The audit log was changed or is damaged.",
  restoredBroken: "The console was restored from a backup whose audit log was broken.",
  recoveryUntested: "Nobody has tested the recovery key yet.",
  cameBack: "{name} came back with the recovery key.",
  codesUnconfirmed: "Nobody has confirmed that these people have their new backup codes: {names}.",
  codesUnconfirmedAndMore:
    "Nobody has confirmed that these people have their new backup codes: {names} and {more} more.",
  noBackup: "There is no backup yet.",
  backupOld: "The last backup is too old.",
  backupProblems: "Backups had problems.",
  keysUntested: "Backup keys that need testing: {names}.",
  restoreOpen: "The console was restored from a backup, and not all tasks after the restore are done.",
  clockBehind: "The clock is behind the last recorded event.",
  clockWrong: "This computer's clock is probably wrong.",
  clockAhead: "Codes were accepted or letters printed while this computer's clock was in the future.",
} as const;
