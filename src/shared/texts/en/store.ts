/** The database and its folder. */
export const store = {
  fileMissing: "The database's folder is there, but its file is missing. Restore a backup.",
  fileEmpty: "The database file is empty. Restore a backup.",
  notOurs: "The database file belongs to another program. Nothing was changed.",
  slotDamaged: "A way to open the keys is damaged: {slot}.",
  nothingOpens: "Nothing can open the keys any more. Restore a backup.",
  noRecoveryKey: "There is no recovery key. Make one and keep it away from this computer.",
  danglingRows: "{number} rows of {owner} refer to rows of {parent} that do not exist",
  finding: "{words}",
  groupGone: "One of these groups no longer exists.",

  theFolder: "The data folder",
  isLink:
    "“{name}” in the data folder is a link to another place. Replace it with the real file or folder, then start again.",
  isNeither: "“{name}” in the data folder is not a file or folder. Remove it, then start again.",
  isForeign:
    "“{name}” belongs to another account on this computer, which could read and change it. Make it your own again, then start again.",
  staysOpen:
    "Others on this computer can read or change “{name}”, and this disk does not allow changing that. Move the data folder to another disk.",
  isFolder: "“{name}” in the data folder is a folder, but must be a file. Move it to another place, then start again.",
  isFile: "“{name}” in the data folder is a file, but must be a folder. Move it to another place, then start again.",
  hasTwoNames:
    "“{name}” in the data folder has a second name elsewhere on this disk (a hard link), under which it can be read and changed, too. Copy it, put the copy in its place, then start again.",
  isOpen: "Others on this computer can read or change “{name}”. Opening the console will make it private.",
} as const;
