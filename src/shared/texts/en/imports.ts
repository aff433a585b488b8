/** Tables of people: what is wrong or open with their rows, and what an import does. */
export const imports = {
  rowUnreadable: "This row cannot be read.",
  groupUnreadable: "A group's name cannot be read.",
  tooManyGroups: "The row names more than {most} groups.",
  undecodable: "The row contains characters that cannot be decoded. Correct them, or choose another encoding.",
  tooManyCells:
    "The row has {cells} cells, but there are {columns} columns: a value that contains the separator must be in quotation marks.",
  usernameMissing: "The username is missing.",
  externalIdMissing: "The external id is missing.",
  sameUsername: "The same username as in row {row}.",
  sameExternalId: "The same external id as in row {row}.",
  sameAsRow: "The same as row {row}, which counts.",

  looksLike: "The username looks like that of {whose}, but has other letters.",
  row: "row {row}",
  externalIdTaken: "The external id is taken by {username}.",
  usernameTaken: "The username is taken by {username}, who has another external id.",
  knownAlready: "Is known already.",
  noGroup: "There is no group named {names}.",
  needsUsername: "Nobody has this external id, and a new person needs a username.",

  changed: "{field}: {before} → {after}.",
  nothing: "empty",
  quoted: "“{value}”",
  leaves: "Groups: leaves {left}.",
  joins: "Groups: joins {joined}.",
  leavesAndJoins: "Groups: leaves {left}; joins {joined}.",

  column: "column {number}",
  columnFirst: "Column {number}",
  namedColumn: "the column “{header}”",
  namedColumnFirst: "The column “{header}”",
  unknownStatus: "The status “{cell}” in {column} is unknown. Say what it means: active, disabled or left.",
  saysButUnused: "{column} says “{value}”, but is not used. Use it as the status, or choose to ignore it.",
  mayTell:
    "{column} may say who is active or blocked, but is not used. Take it as the status, or leave it out knowingly.",
  namesake:
    "Column {number} says “{value}” under the heading of column {of}, but is not used. Say which part of the name each is, or leave column {number} out.",
  blankStatus: "Nothing says whether this person is active. Say what an empty cell means.",
  returns: "{username} has left and would be active again, with authenticators and backup codes.",
  international: "The address {address} has letters beyond a to z in its domain. It would be saved as {ascii}.",
  emailBelongs: "The e-mail address already belongs to {username}.",
  emailOfRow: "Row {row} has the same e-mail address for another person.",
  maybeAccountOf: "{username} may be the account of {other}, who is in the directory already.",
  maybeAccountOfRow: "{username} may be the same account as in row {row}.",
  severalGroups: "“{name}” is more than one group of the directory: {groups}.",
  and: "{first} and {next}",
  usernameZeros: "The username {username} may be {other} without its leading zeros.",
  externalIdZeros: "The external id {id} may be {other} of {username} without its leading zeros.",

  decideWord: "What does the status “{value}” mean: active, disabled or left?",
  decideBlank: "What does an empty cell mean in the column that says who is active: active, disabled or left?",
  decideName:
    "Another column is called “{header}”, too, and only that one is used. Say which part of the name each of them is, or leave column {number} out.",
  decideEmail: "People share an e-mail address. Accept that, or correct the table.",
  decideZeros: "Numbers may have lost the zeros at their beginning. Accept them as they are, or correct the table.",
  decideInternational:
    "E-mail addresses have letters beyond a to z in their domain. Accept them if you know these domains.",
  decideAccount:
    "Usernames are somebody else's but for the domain before or after them. Accept them as other people, or correct the table.",
  decideGroup:
    "“{value}” is the name of several groups of the directory, in different folders. Here they would become one group. Accept that, or rename them in the table.",
  decideReturning:
    "People who have left would become active again, with authenticators and backup codes. Accept that, or correct the table.",

  refused:
    "{count, plural, one {One row cannot be imported, so none were. Correct it, or skip refused rows.} other {{count, number} rows cannot be imported, so none were. Correct them, or skip refused rows.}}",
  noUsernameColumn: "Say which column contains the username.",
  noExternalIdColumn: "Say which column contains the external id.",
  chooseColumn: "Choose a column.",
  chooseOneColumn: "Choose one column.",
  oneColumnEach: "A username, an e-mail address, an external id and notes have one column each.",
  fewColumns:
    "{count, plural, one {The table has only {count} column.} other {The table has only {count} columns.}} Check the file again and choose its columns again.",
  noSuchColumn: "There is no such column.",
  finished: "The import was finished before it could be cancelled. It can be undone.",
  noSuchImport: "There is no such import.",
  presetTaken: "The name {name} is taken by a mapping for tables of another kind.",
  noSuchPreset: "There is no such preset.",
  anotherRuns: "Another import is running. Wait until it is finished.",
  alreadyUndone: "This import was already undone.",
  touched:
    "{count, plural, one {This import can no longer be undone: one of its people has been changed since.} other {This import can no longer be undone: {count, number} of its people have been changed since.}}",
  usernameGone: "This import cannot be undone: the username {username} has been taken meanwhile.",
  externalIdGone: "This import cannot be undone: the external id {id} has been taken meanwhile.",
} as const;
