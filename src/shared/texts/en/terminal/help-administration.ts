export const helpAdmins = {
  list: "List the administrators",
  invite: "Add an administrator, with a one-time code for the first sign-in",
  inviteName: "the administrator's sign-in name",
  inviteRole: "what the administrator may do",
  inviteAgain: "Make a new one-time code to replace an unused one",
  reset: "Revoke the second factor and make a one-time code for enrolling a new one",
  disable: "Refuse sign-in until the administrator is enabled again",
  remove: "Remove permanently; past actions stay in the audit log",
  enable: "Enable a disabled administrator again",
  unlock: "Clear the wrong attempts and the wait after them",
  role: "Change an administrator's role",
  roleRole: "the new role",
  about: "Administrators: who may do what",
} as const;

export const helpApprovals = {
  about: "Actions that need a second administrator",
  list: "Show what is waiting, what it will do and who may approve it",
  approve: "Approve as the second administrator, while the first stays signed in",
  approveAs: "the second administrator's name",
  withdraw: "Withdraw a request for approval",
} as const;

export const helpAudit = {
  about: "What was done and by whom, in a sealed chain",
  list: "List events, newest first",
  listSearch: "any part of an event",
  listAction: "an action (group.add) or an area (group)",
  listActor: "an administrator's name",
  verify: "Verify the whole chain, or an exported file without the store",
  verifyFile: "an exported audit log",
  verifyKey: "the public key of the console that exported it",
  verifyCode: "a code on a receipt: the file must contain it",
  export: "Write the log to a file that others can verify",
  exportOut: "the new file",
  exportCsv: "as a table, with a second file that proves it",
  exportSince: "begin at this day or somewhat before it",
  key: "Show the public key that proves exported logs",
  keyOut: "write it to this new file",
  receipt: "Sign the log as it is now and show a check code to keep on paper",
  streams: "Copy events to other systems as they come",
  streamsList: "Show where events are copied to, and how far",
  streamsAddFile: "Append events to a file that another program reads",
  streamsFile: "the file, one line of JSON for each event",
  streamsAddSyslog: "Send events to a syslog server over TLS",
  streamsServer: "host, or host:port (6514 if it is left out)",
  streamsName: "what it is called here",
  streamsWhole: "from the first event on; otherwise from now on",
  streamsRemove: "Stop copying events there",
  streamsSend: "Send now what is waiting",
} as const;

export const helpPolicies = {
  about: "What is allowed and what is the default",
  get: "Show one setting or all of them",
  set: "Change a setting; lists are separated by commas",
  setValue: "the new value",
} as const;

export const helpClock = {
  about: "This computer's clock, on which every code depends",
  accept: "Confirm that the clock is right, after it was found to be behind the last event",
  setBack: "Set back what was used or made while the clock was in the future",
} as const;

export const helpVault = {
  addPassphrase: "Add a passphrase that opens the keys",
  changePassphrase: "Change a passphrase",
  changePassphraseSlot: "its label or id",
  remove: "Remove a way to open the keys; the last one that a person can use stays",
  removeSlot: "a passphrase's label, or an id",
  passphraseAtStart: "Require a passphrase at each start, so that the keychain alone never opens the keys",
  passphraseAtStartRequired: "on or off",
  check: "Test a passphrase, the recovery key or its shares",
  checkWhat: "what to test",
  newRecoveryKey: "Make a new recovery key; it replaces the old one once you have typed it in again",
  newRecoveryKeyConfirm: "in a script: confirm the recovery key that was shown",
  shares: "Make a recovery key in shares; it replaces the old one once enough of them have been typed in again",
  sharesTotal: "how many shares",
  sharesNeeded: "how many of them restore the key",
  sharesConfirm: "in a script: confirm the shares that were shown",
  about: "The console's keys, and what opens them",
  status: "Show what opens the keys",
  bindKeychain: "Let this computer's keychain open the keys, with a new entry",
  rotate: "Rotate the data key: everything is sealed again, under a new recovery key that you type in first",
  rotateKeepRecoveryKey: "keep the current recovery key, which is asked for",
  rotateConfirm: "in a script: with the new recovery key that was shown",
} as const;
