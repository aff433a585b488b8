/** The window itself. */
export const window = {
  tooLarge: "This request is too large.",
  alreadyRunning: "This request is already running.",
  writingBackup: "A backup is being written.",
  checkingBackup: "A backup is being checked.",
  restoringBackup: "A backup is being restored.",
  checkingAudit: "The audit log is being checked.",
  longWork: "Long work is running.",
  stopAndClose: "{work} Stop it and close?",
  stoppingIsSafe: "Stopping is safe: the database and existing files stay unchanged.",
  stopped: "Countersign has stopped after an unexpected failure. The log has the cause.",
  unexpected: "An unexpected failure. The log has the cause.",
  keepOpen: "Keep open",
  stopIt: "Stop and close",
  noAnswer: "The console does not answer. Close this window and open it again.",
} as const;
