/** People and groups. */
export const cliPeople = {
  none: "No people found.",
  shown: "{shown} of {total, plural, one {# person} other {# people}}.",
  shownOfMore: "{shown} of more than {total, plural, one {# person} other {# people}}.",
  noCodes: "No backup codes.",
  codesUnconfirmed:
    "Nobody has confirmed that the person has the {total, plural, one {# backup code} other {# backup codes}} made {at}. If in doubt, make new ones: countersign backup-codes regenerate",
  codesLeft: "{left} of {total, plural, one {# backup code} other {# backup codes}} left, made {at}.",
  fewCodes: "Make new ones soon: countersign backup-codes regenerate {name}",
  noAuthenticators: "No authenticators.",
  sayWhat: "Say what to change: --username, --name, --email, --external-id, --group or --notes.",
  confirmDelete: "This deletes {name} permanently, with authenticators and backup codes.",
  deleted: "{name} was deleted.",

  noGroups: "There are no groups.",
  noGroup: "There is no group named {name}.",
  groups: "{count, plural, one {# group} other {# groups}}.",
  sayWhatOfGroup: "Say what to change: --name or --description.",
  confirmDeleteGroup:
    "This deletes the group {name}. Its {count, plural, one {# member} other {# members}} will not be deleted.",
  groupDeleted: "The group {name} was deleted.",
} as const;

/** Tables of people. */
export const cliImports = {
  counts:
    "{rows, plural, one {# row} other {# rows}}: {create} to create, {update} to change, {unchanged} unchanged, {refused} refused.",
  looksLikeName: "not used, but looks like part of a name",
  looksLikeId: "not used, but looks like an id",
  looksLikeStatus: "not used, but looks like a status",
  looksLikeGroups: "not used, but looks like groups",
  notUsed: "not used",

  nameParts:
    "--map name= --map lastName={first} --map firstName={second}, or the other way round, or --ignore {second}",
  joinColumns: "--map {field}={first} --map {field}={second} to join them, or --ignore {second}",
  statusWord: "--status {word} (or disabled, left)",
  statusColumn: "--map {status} or --ignore {column}",
  toDecide: "To be decided:",
  rowsOf: "{count, plural, one {# row} other {# rows}}: {rows}",
  rowsOfMore: "{count, plural, one {# row} other {# rows}}: {rows}, …",
  passed: "{count, plural, one {# row} other {# rows}} skipped, as not describing a person: {rows}.",
  passedMore: "{count, plural, one {# row} other {# rows}} skipped, as not describing a person: {rows}, ….",
  passedRow: "row {row} “{words}”",

  readAs: "Read as {encoding}. If letters look wrong, choose another: --encoding.",
  lettersVoided: "Waiting letters that become void: {count}.",
  losses:
    "{count, plural, one {# row} other {# rows}} would empty a field or remove the person from a group: see below.",
  newGroups: "New groups: {names}.",
  more: "And {count, plural, one {# more row} other {# more rows}}: --report FILE writes all of them.",
  none: "Nothing has been imported yet.",

  sameColumns: "There are {count} columns {name}. Name the one you mean by its number: {numbers}.",
  noColumn: "There is no column {name}. The columns are: {names}.",
  noUsernameColumn: "Say which column contains the username: --map username=COLUMN. The columns are: {names}.",
  noExternalIdColumn: "Say which column contains the external id: --map externalId=COLUMN. The columns are: {names}.",
  wouldBeRefused: "Would be refused: some rows cannot be imported.",
  nothingChanged: "Nothing has been changed.",
  nothingToChange: "There was nothing to change.",
  imported: "Imported. To undo it: countersign people undo {id}",
  lettersForNew: "Letters for the new people: countersign enrol bulk --added-by {id} --letters FOLDER",
  undone:
    "Undone: {removed, plural, one {# person} other {# people}} removed, {restored, plural, one {# person} other {# people}} restored.",
  written: "{count, plural, one {# person} other {# people}} written to {file}",
} as const;
