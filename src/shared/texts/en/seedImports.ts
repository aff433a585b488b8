/** Imports of authenticators and hardware tokens from other programs' files. */
export const seedImports = {
  nobody: "Nobody in the directory is its owner.",
  noOwner: "It does not say whose it is.",
  noSuchPerson: "Nobody has the username {username}.",
  severalWithEmail: "Several people have the e-mail address {address}.",
  leftOutByHand: "Left out on purpose.",
  hasLeft: "{username} has left.",
  known: "The person has it already.",
  same: "The same as entry {at}.",
  inInventory: "The hardware token {serial} is in the inventory already.",
  serialTaken: "The serial number {serial} is taken by a hardware token with another key or other settings.",
  sameKeyAs: "It has the same key as {serial}.",
  beyondPolicy: "The policy would not allow a new one: {why}",
  changed: "The file has changed since it was checked. Check it again before you import it.",
  noSuchImport: "There is no such import.",
  alreadyUndone: "This import was undone already.",
  touched:
    "{count, plural, one {# thing that this import created was} other {# things that this import created were}} used, changed or deleted since.",
} as const;
