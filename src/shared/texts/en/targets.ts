/** What leaves the console for the systems that verify codes. */
export const targets = {
  noSetting: "There is no setting named “{name}”. There are: {names}.",
  settingMissing: "This is needed: {label}.",
  secretNotKept: "A secret is kept nowhere and asked for each time: {label}.",
  nameTaken: "Another system has this name.",
  changedSince: "Somebody has changed this system since you opened it. Look at it again, and change it then.",
  noSuch: "There is no such system.",
  noGroup: "There is no such group.",
  encrypted:
    "The file is encrypted, and its checksum is of what was written. The key of {count, plural, one {its recipient} other {any of its # recipients}} opens it (age -d); what would have been a folder is a tar in it.",
  notHanded: "{name} was not handed this authenticator.",
  differsThere: "{name} has this authenticator under another name or serial number. Hand it over once more first.",
  noLongerThere: "{name} should not accept this authenticator any more, so there is nothing to prove.",
  handedAgain: "{name} was handed this authenticator once more since. Check a sign-in with what it has now.",
  expectsDrift:
    "The clock of this authenticator is {offset}, and the codes are those that it shows. A system that does not follow it may refuse them.",
  expectsCounter:
    "Each code works until it or a later one is used there. A sign-in with it uses it up: the next code of the person’s own authenticator is refused there, the one after it is accepted.",
  expectsCounterUsed:
    "If the person has signed in there since a code was last checked here, the system has gone further and refuses these.",
  unfit: "New authenticators must fit {name}, which cannot hold this one. {why}",
  unfitUsual:
    "New authenticators must fit {name}, which cannot hold those that the security settings make by default. {why}",
  fullThere: "The person would have more there than it holds for one person: {most}.",
  ofGroup: "The group says whose authenticators go to {names}. Remove that system first.",
} as const;
