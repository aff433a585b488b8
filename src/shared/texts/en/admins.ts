/** Administrators, as others manage them. */
export const admins = {
  looksLike: "This looks like the name of {name}, but has other letters.",
  nameTaken: "There is already an administrator with this name.",
  needsNoCode: "{name} does not need a one-time code. Reset the second factor if the authenticator is lost.",
  nothingToReset: "{name} is invited or disabled: there is nothing to reset.",
  noSuchAdmin: "This administrator does not exist or was deleted.",
  notYourself: "You cannot do this to yourself. Ask another owner.",
  opensKeys:
    "The password of {name} opens the console's keys, and there is no passphrase that does. Add a passphrase first.",
} as const;
