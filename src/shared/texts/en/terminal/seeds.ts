export const cliSeeds = {
  askPassphrase: "Password of the file",
  counts:
    "{format}: {entries, plural, one {# entry} other {# entries}}: {create} to create, {unchanged} unchanged, {leftOut} left out, {refused} refused.",
  people: "{count, plural, one {# person is} other {# people are}} created.",
  toInventory: "{count, plural, one {# hardware token goes} other {# hardware tokens go}} into the inventory.",
  inventory: "inventory",
  newPerson: "{username} (new)",
  likely: "It may be of {who}: give it an owner with --assign.",
  notKept: "Not kept: {what}.",
  more: "And {count, plural, one {# more entry} other {# more entries}}: --json has all of them.",
  noTable: "This file is no table with a column of keys in hex or base32.",
  noPresets: "No columns of tables are remembered. The window remembers them, under a name.",
  keysEither: "Each of the keys could be hex as well as base32: say which with --key-form.",
  nothingChanged: "Nothing has been changed.",
  nothingToImport: "There was nothing to import.",
  imported: "Imported. To undo it: countersign imports undo {id}",
  undone:
    "Undone: {count, plural, one {# authenticator or hardware token} other {# authenticators and hardware tokens}} removed, {people, plural, one {# person} other {# people}} removed.",
} as const;

export const helpSeeds = {
  import: "Import authenticators and hardware tokens from another program's file",
  file: "the file, as the other program exported it; a password of its own is asked for",
  moreFiles:
    "further files of the same import: pictures of one export, or a file for each person (a folder works, too)",
  columns: "only show the columns of a table and what each is taken for; no key is shown",
  dryRun: "only show what would become of each entry",
  format: "what the file is (default: found out from its content)",
  preset: "name of the columns that were remembered in the window for tables like this one",
  map: "which column of a table a field comes from, by number, for example secret=2",
  secretForm: "how keys are written, where they could be both",
  unsaid: "what holds for each entry of a table that does not say it, for example type=hotp",
  assign: "whose an entry is, for example 3=alice",
  leaveOut: "numbers of entries to leave out, for example 2,5",
  only: "import only what is of this person (username, e-mail or external id in the file); can be repeated",
  createPeople: "create a person for each owner who is not in the directory",
  pending: "codes count only after a first one was entered",
  stock: "which hardware tokens go into the inventory (default: all)",
  imports: "Imports of authenticators and hardware tokens",
  list: "List imports, newest first",
  presets: "List which columns are remembered for which tables",
  undo: "Undo an import, while nothing of it was used or changed",
} as const;
