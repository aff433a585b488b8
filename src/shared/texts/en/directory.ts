/** People and groups. */
export const directory = {
  usernameTakenBy: "The username is already taken by {username}.",
  usernameTaken: "This username is already taken.",
  usernameLooksLike: "The username looks like that of {name}, but has other letters.",
  usernameLooksLikeAnother: "This looks like another person's username, but has other letters.",
  externalIdTakenBy: "The external id is already taken by {username}.",
  externalIdTaken: "This external id is already taken.",
  groupExists: "There is already a group named {name}.",
  nameTaken: "This name is already taken.",
  noSuchGroup: "There is no such group.",
  noSuchFilter: "There is no such filter.",
  noSuchPerson: "There is no such person.",
  severalWithEmailNamed: "Several people have this e-mail address: {usernames}. Enter the username.",
  severalWithEmail: "Several people have this e-mail address.",

  undecided:
    "Had left and still has authenticators or backup codes. Change the status on this person's page and choose whether to keep them.",
  hasStatus: "Already has this status.",
  inGroup: "Is in this group already.",
  notInGroup: "Is not in this group.",
  noChange: "No change needed.",
  deletedMeanwhile: "Was deleted meanwhile.",
  cancelled: "Cancelled.",
  groupDeletedMeanwhile: "The group was deleted meanwhile.",
  soFar:
    "{count, plural, =0 {Nobody was changed.} one {{count} person was changed before that; the others were not.} other {{count} people were changed before that; the others were not.}}",

  noLongerValid: "No longer valid: {losses}.",
  lostLetters: "{count, plural, one {letter {serials}} other {letters {serials}}}",
  lostAuthenticators: "{count, plural, one {{count} authenticator} other {{count} authenticators}}",
  lostBackupCodes: "{count, plural, one {{count} backup code} other {{count} backup codes}}",
} as const;
