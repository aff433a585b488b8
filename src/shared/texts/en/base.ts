/** The computer, its disks and its keychain; what every room may say. */
export const base = {
  noSuchPage: "This page of the list cannot be found.",
  notAPage: "Not a page of this list.",
  pathNotFolder: "A part of this path is not a folder.",
  folderNotFile: "This is a folder, not a file. Choose a file.",
  folderNotEmpty: "This folder is not empty. Choose another one.",
  diskReadOnly: "This disk is read-only. Choose another folder.",
  quotaUsedUp: "The disk quota of this account is used up. Free some space and try again.",
  fileTooLarge: "The file is too large for this disk. Choose another folder.",
  diskSilent: "The disk did not respond in time. Check its connection and try again.",
  fileInUse: "Another program is using this file. Close it there and try again.",
  tooManyFiles: "Too many files are open. Close other programs and try again.",
  nameTooLong: "The file's name is too long. Choose a shorter one.",
  nameNotStorable: "The file's name contains characters that this disk cannot store.",
  nameNotAccepted: "The operating system does not accept this file name or folder. Choose another one.",
  linkLoop: "The links in this path form a loop. Choose another folder.",
  tookTooLong: "This took too long and was stopped. Try again.",

  inProgress: "This is already in progress. Wait until it is finished.",
  inProgressNow: "This is already in progress.",
  inProgressAt: "This is already in progress on the computer “{desk}”.",
  keyRotating: "The data key is being rotated. Wait until that is finished.",

  noKeychain: "This session has no keychain service (no D-Bus session bus).",
  keychainLibrary: "The keychain's library could not be loaded (on Linux: libsecret).",
  keychainOverdue: "This computer's keychain did not respond in time. It may be waiting for you at a prompt.",
  keychainSilent: "It does not respond.",
} as const;
