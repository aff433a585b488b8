/** Files of other programs: why one, or an entry of it, cannot be read or written. */
export const formats = {
  empty: "This file is empty.",
  notText: "This file is not text.",
  broken: "This file is damaged or incomplete. Export it once more in the program that it comes from.",
  tooLarge: "This file is larger than {most} MiB, which no export of this kind is.",
  tooManyEntries: "This file has more than {most, number} entries. Split it into several files.",
  unknown: "This file is of no kind that the console can read. Its formats: {formats}.",
  noFormat: "There is no format named “{format}”. There are: {formats}.",
  notRead: "{format} is a format that the console writes and does not read.",
  notWritten: "{format} is a format that the console reads and does not write.",

  usernameNoWord: "Its person's username has spaces or invisible characters, which this format cannot hold.",
  usernameNoFile: "Its person's username cannot be the name of a file.",
  pamOathKeepsState:
    "pam_oath records used codes in this file. Where the file replaces one in use, codes that were used only there work once more.",
  noKeyLine: "The first line of this file has no key.",
  kindMissing: "The file says neither that its codes are time-based nor that they are counter-based.",
  counterZero: "Its counter is 0, and this program never accepts its first code. Check one code in the console first.",
  googleAuthenticatorOwner:
    "Each file must belong to the person, or to the user that the module's option “user” names, and only that user may read it. The module writes into it.",
  googleAuthenticatorCounter: "A wrong code moves the counter of a counter-based authenticator on by one.",
  usernameNotHeld: "Its person's username cannot be written in this format.",
  keyForm: "Its key is written in a way that the console does not know: “{form}”.",
  noEmail: "Its person has no e-mail address, which this format needs.",
  noObjectId: "Its person's external ID is not an object ID of Entra, which this format needs.",
  counterTooHigh: "Its counter is higher than {most, number}, the highest that this format holds.",
  keycloakNoPeople:
    "This export of Keycloak has no people in it. Export the realm with its users on the server: kc.sh export.",
  keycloakNewPeople:
    "This file is for people whom Keycloak does not know yet. Keep its setting “Fail if a resource exists”: with “Overwrite” Keycloak deletes a person and makes a new one.",
  keycloakUsersAdds:
    "Each body adds an authenticator to those that a person has in Keycloak. Old ones stay until they are deleted there.",
  keycloakRealm: "Realm in Keycloak",
  realmMissing: "Give the name of the realm.",
  manufacturerMissing: "Give the name of the manufacturer.",
  autheliaReplaces:
    "Authelia has one authenticator a person: this one replaces what a person has there. Its import stops at the first error and keeps what came before it.",
  freeradiusReplay: "rlm_totp accepts a code more than once while it is valid.",
  freeradiusStep: "rlm_totp of FreeRADIUS 3.2.1 accepts the current code only: clocks must be right to a few seconds.",
  djangoPeople: "Each person must be in Django under the same username. If one is missing, nothing is loaded.",
  djangoTwice: "What is loaded twice is there twice.",
  auth0Upsert: "People who are in Auth0 already are passed over unless the import is told to update them (upsert).",
  entraTwice: "A serial number that came to Entra by CSV before becomes a second token there.",
  entraActivate: "Each token has to be activated in Entra with a code. Entra limits this to 200 in five minutes.",
  limits: "how it limits attempts",
  deadCodes:
    "{count, plural, one {one backup code that no longer works} other {{count} backup codes that no longer work}}",
  label: "its label “{name}”",
  lastUsed: "when it was used last",
  lastCode: "which code was used last",

  passphraseRequired: "This file is encrypted. Give {whose}.",
  passphraseWrong: "This is not {whose}.",
  passphraseWrongOrDamaged: "Either this is not {whose}, or the file is damaged.",
  costTooHigh:
    "Trying the password of this file would take far more work than the console allows, so it was not tried.",
  costToAccept:
    "{memory, plural, =0 {Trying the password of this file takes some seconds. Agree to it, and try again.} other {Trying the password of this file takes {memory, number} MiB of memory and some seconds. Agree to it, and try again.}}",

  settingPassphrase: "Passphrase of the file",

  noSecret: "It has no key.",
  secretUnreadable: "Its key is not {form}.",
  secretTooLong: "Its key is longer than {most, number} bytes.",
  kindUnknown: "Its codes are of the kind “{type}”. The console has time-based (TOTP) and counter-based ones (HOTP).",
  algorithmUnknown: "Its hash “{algorithm}” is none of SHA-1, SHA-256 and SHA-512.",
  digitsUnknown: "Its codes have {digits} digits. The console has codes of 6 and 8.",
  periodUnknown: "Its codes change every {period} seconds. The console has steps of 30 and 60.",
  counterMissing: "It is counter-based, and the file does not say its counter.",
  counterUnknown: "Its counter is not a number that a counter can have.",
  perPerson: "The person has more than this format holds for one person: {most}.",
  onlyTotp: "It is counter-based, and this format has time-based ones only.",
  onlyHotp: "It is time-based, and this format has counter-based ones only.",
  noAlgorithm: "This format does not have the hash {algorithm}.",
  noDigits: "This format does not have codes of {digits} digits.",
  noPeriod: "This format does not have steps of {period} seconds.",
  keyTooShort: "Its key is shorter than the {least} bytes that this format needs.",
  keyTooLong: "Its key is longer than the {most} bytes that this format holds.",

  entryUnreadable: "This entry is damaged.",
  noKeyUri: "This is not an otpauth:// address.",
  versionUnknown: "This is version {found} of {format}. The console knows versions up to {newest}.",

  whoseAegis: "the password of the Aegis vault",
  aegisNoPassword:
    "This Aegis vault is opened by a phone's fingerprint alone. Set a password in Aegis, and export it again.",

  whoseBackup: "the passphrase that this backup was made with",
  whoseBackupKey: "one of the backup keys of this backup (AGE-SECRET-KEY-1…)",
  noBackup:
    "This file is encrypted with age, and there is no backup of this program in it. Decrypt it first (age -d), and import what is in it.",
  backupNewer:
    "A newer version of this program made this backup. Update this console, or import the backup where it was made.",
  backupDamaged: "This backup is damaged or incomplete. Take another copy of it, or an older one.",
  backupSeal: "Its key could not be opened in the console that made the backup either.",
  pendingThere: "It was never confirmed with a first code there.",
  lostThere: "It is noted as lost there.",
  lockedThere: "that it was locked after wrong codes (it arrives switched off)",
  personNotActive: "that its person was disabled or had left (it arrives switched off)",
  codesThere: "the person’s backup codes, which only that console can check",

  whoseBitwarden: "the password that this Bitwarden export was made with",
  bitwardenRestricted:
    "This Bitwarden export can be opened by its own account alone. Export it once more as “.json (Encrypted)” with the choice “Password protected”.",
  bitwardenSealing: "This Bitwarden export is encrypted in a way that the console does not know yet (kind {kind}).",
  whoseEnte: "the password that this export of Ente Auth was made with",
  whoseProtonAuthenticator: "the password that this export of Proton Authenticator was made with",
  whoseProtonPass: "the password that this export of Proton Pass was made with",
  pgp: "This file is encrypted with PGP in a way that the console does not open. If it comes from Proton Pass, export it once more without a password, and delete the file afterwards.",
  whoseKeepass: "the password of the KeePass database",
  keepassWrong:
    "This is not the password of the KeePass database, or a key file or hardware key belongs to it, which the console does not take.",
  keepassWrongOrDamaged:
    "Either this is not the password of the KeePass database, or a key file or hardware key belongs to it, which the console does not take, or the file is damaged.",
  keepassDelete: "Keys are readable in this file. Take it in with KeePassXC or KeePass, and delete it.",
  keepassCipher:
    "This KeePass database is encrypted with {cipher}, which the console does not read. Choose AES or ChaCha20 in its settings.",
  keepassDerivation: "This KeePass database makes its key in a way that the console does not know.",
  keepassVersion: "This is version {found} of the KeePass database. The console reads 3.1 and 4.",
  keepassOld:
    "This is a database of KeePass 1, which the console does not read. Open it with KeePass 2 or KeePassXC, and save it anew.",

  password: "its password",
  webAddress: "its web address",
  otherFields: "its other fields",
  attachments: "its attachments",
  passkey: "its passkey",
  whoseTwofas: "the password of the 2FAS backup",
  whoseAndotp: "the password of the andOTP backup",
  whoseStratum: "the password of the Stratum (Authenticator Pro) backup",
  whoseRaivo: "the password of the Raivo export",
  whoseArchive: "the password of the zip file",
  whoseFreeotp: "the password of the FreeOTP backup",
  raivoNoList: "This archive of Raivo has no list of its entries. Export it once more in Raivo.",
  archiveNoText: "This archive has no text of otpauth:// addresses.",
  keyNotInFile: "Its key is not in the file.",
  keyBeyondRecovery: "Its key is sealed for another password or damaged. Enrol it once more.",
  keyHalf: "Its key is made of two parts, and the address has only one of them. Enrol it once more.",

  notAPicture: "This file is neither a PNG nor a JPEG picture.",
  pictureKind:
    "This is a {kind} picture, and the console reads PNG and JPEG. Save it as one of these, or take a screenshot of it.",
  pictureNoCode:
    "No QR code was found in this picture. Take it again: the whole code, straight, sharp, and with some blank border.",
  pictureTooLarge:
    "This picture has {width, number} × {height, number} pixels, more than the console reads. Cut it to its QR codes.",
  migrationDamaged: "This address of an export is damaged or cut off. Scan its QR code once more.",
  partMissing:
    "Part {part, number} of {parts, number} of this export is not in the file. Add its QR code, and read all parts together.",

  headingMissing: "No row of this file names the columns that {format} has.",
  noKeyColumn: "No column of this table holds keys in hex or base32. Say which columns hold what, and try again.",
  keyHexOrBase32:
    "Its key could be hex as well as base32, and so could every other key of this table. Say which it is.",
  typeUnsaid:
    "This table does not say whether its codes are time-based or counter-based. Say it, or say which columns hold what.",
  numberUnreadable: "Its digits or seconds are not a number.",
  rowTooWide: "This row has more cells than the table has columns.",
  addressContradicts: "The address in this row and its other cells say different things.",
  counterNotHeld: "It has counted already, and this format has no place for its counter.",
  hashByKey: "This format takes the hash from the length of the key, and would not take {algorithm} for this one.",
  signNotHeld: "“{value}” has “{sign}” in it, which separates cells in this format.",
  comment: "“{value}” would begin a row, and a row that begins with “#” is passed over.",
  noSuchChoice: "Choose one of: {choices}.",
  principalNeeded:
    "Neither the username nor the e-mail address is a user principal name of a member, such as ada@example.org.",
  serialUnchecked:
    "Its serial number “{serial}” is not four letters or digits and eight of hex, as LinOTP wants it where it checks serial numbers.",
  otherCodes: "This file is for {codes}, and it is none.",
  hotpPlain: "A counter-based one can only have 6 digits and SHA-1 in this format.",

  manufacturerSetting: "The manufacturer that is written beside each",
  resolverSetting: "The resolver of the people in privacyIDEA",
  realmSetting: "The realm of the people in privacyIDEA",
  serialsSetting: "Which serial numbers LinOTP takes: checked ones, or any",
  codesSetting: "What the file holds; the import asks for it",
  secondsSetting: "Seconds of a step; the import asks for them",
  nextcloudStatus: "“none” for people without a token there, “renew” to replace theirs",

  entraActivates:
    "Each token is then activated in Entra ID with a code, at most 200 of them in 5 minutes, and a person has at most 5.",
  entraGuests:
    "Do not open the file in a spreadsheet program: rows in quotation marks are not found. Guests get no token.",
  privacyideaStops: "The import stops at the first person that privacyIDEA does not have.",
  privacyideaOverwrites: "A token whose serial number is there already is overwritten without a word.",
  ownerless: "The file does not say whose a token is. Assign each one there.",
  duoPasted: "The content of the file is pasted into “Import Hardware Tokens”, with the same kind chosen there.",
  duoDrift: "Duo does not follow a clock that is slow or fast.",
  pingidTwice: "A serial number that PingID has already is left out by its import.",
  nextcloudUntouched: "A row whose status there does not allow the change is left untouched without a word.",
  secureauthHeading: "Name the column of the person as the mapping in SecureAuth does; the file calls it “UserID”.",
  securenvoyMaps: "The import asks which column is which; map “AssignedTo” to assign tokens.",

  maker: "its maker “{name}”",
  resolver: "its resolver “{name}”",
  realm: "its realm “{name}”",
  column: "its “{name}”",
  columnNumber: "what is in column {number}",
  idleCounter: "its counter, which a time-based one has no use for",
  accessCode: "the access code of the token",

  doctype: "This file has a document type (DOCTYPE) of its own, which no export of this kind has. It was not read.",
  whosePskcPassword: "the password of this PSKC file",
  whosePskcPasswordNamed: "the password “{name}” of this PSKC file",
  whosePskcKey: "the key that came with this PSKC file, in hexadecimal",
  whosePskcKeyNamed: "the key “{name}” that came with this PSKC file, in hexadecimal",
  pskcDraft:
    "This file is of a draft of PSKC from before RFC 6030. Ask whoever made it for a PSKC 1.0 file, or for a table of serial numbers and keys.",
  pskcDerivation: "The password of this file is used in a way that the console does not know. PBKDF2 is what it knows.",
  pskcCertificate: "This file is encrypted for a certificate. The console opens files with a password or a key.",
  pskcMac: "This file is protected against changes in a way that the console cannot check, so it was not read.",
  pskcCipher: "It is encrypted with “{method}”. The console opens AES in CBC mode, with one key for the whole file.",
  macMissing: "The check value (MAC) that protects its key against changes is missing.",
  macWrong: "Its key was changed after the file was made: its check value (MAC) is wrong.",
  pskcEncoding: "Its codes are written as “{encoding}”. The console has codes of digits.",
  pskcCheckDigit: "Its codes end with a check digit, which the console does not have.",
  pskcTime: "It counts its time from another start than 1970, which the console does not have.",
  pskcProfile: "Its parameters are not in the file: it names a profile that maker and receiver agreed on.",
  pskcKeyElsewhere: "Its key is not in the file, which only names where it is.",
  pskcPinInCode: "Its codes depend on a PIN too, which the console does not have.",
  pskcNotForCodes: "It is not meant for codes, but for: {usages}.",
  pskcPolicyUnknown: "It has the rule “{name}”, which the console does not know, so it must not be used (RFC 6030).",
  pskcPin: "the rules for its PIN",
  pskcTransactions: "that it may be used {count} times",
  pskcAlsoFor: "that it is also for {usages}",
  pskcElement: "what is said under “{name}”",
  serialForm:
    "Its serial number “{serial}” is not four letters or digits followed by eight of 0-9 and A-F. LinOTP passes others over without a word; for another program, set “serials” to “any”.",
  settingPassphraseRefused: "Choose {least} to {most} letters, digits and signs of an English keyboard.",
  settingSerials: "Serial numbers: “oath” in the form that LinOTP can check, or “any”",
  settingSerialsRefused: "Choose “oath” or “any”.",
  pskcNoOwners: "privacyIDEA and LinOTP do not read whose a token is. Assign the tokens there.",
  pskcSameSerial: "A token there that has the same serial number is replaced without a question.",
  pskcStrongFor: "FreeIPA and python-pskc open this file. privacyIDEA and LinOTP do not.",
  pskcPlain:
    "This file is not encrypted. Whoever gets it, or an old copy of it, can make the codes of everybody in it, for as long as they use these authenticators. Use it only for a program that cannot open an encrypted file, and delete it right after.",
  freeipaOwners:
    "FreeIPA gives every token to the administrator who imports it. Run owners.sh right after the import: it hands each token to its person.",
  freeipaSerial:
    "Its serial number “{serial}” cannot be the name of a token in FreeIPA: letters, digits, dots, hyphens and underscores.",
  freeipaName: "“{username}” cannot be the name of a user in FreeIPA: letters, digits, dots, hyphens and underscores.",
  settingHexKey: "Key of the file: 32 letters of 0-9 and a-f, such as openssl rand -hex 16 makes",
  settingHexKeyRefused:
    "This is no such key. It is 16 random bytes in hexadecimal, 32 letters: openssl rand -hex 16 makes one.",
  watchguardAssign:
    "AuthPoint asks for the key of the file. It rejects a serial number that is assigned there, and replaces one that is not. Assign and activate the tokens there.",
  whosePrivacyidea: "the key that privacyIDEA showed when it exported these tokens",
  settingFernetKey: "Key of the file: 44 letters, such as openssl rand -base64 32 makes",
  settingRealm: "Realm of the people in privacyIDEA",
  settingResolver: "Resolver of the people in privacyIDEA (empty: it finds out)",
  privacyideaKeyForm:
    "This is no such key. It is 32 random bytes in base64, 44 letters: openssl rand -base64 32 makes one.",
  privacyideaUser:
    "Import the file with the option --user, else nobody gets their token: pi-tokenjanitor import privacyidea FILE --keyfile KEY --user. A token whose owner is not found in the realm is left out there.",
  serialTooLong: "Its serial number “{serial}” is longer than {most} letters.",
  pin: "its PIN",
  revoked: "that it was revoked",
  unfinished: "that its rollout was not finished ({state})",
  deepnetEncrypted:
    "The seeds in this file are encrypted. Ask Deepnet for a file without encryption (“encrypt” is NONE), or for one for Entra ID.",
  deepnetEncode: "How its key is written is not said: “encode” is none of HEX, BASE32 and BASE64.",
  deepnetStep:
    "Neither its steps (“timeWindow”) nor its counter are in the file. Say them in the terminal (--unsaid period=60), or ask Deepnet for a file that says them, such as the one for Entra ID.",
  validFrom: "that it is valid from {date}",
  validUntil: "that it is valid until {date}",
  drift: "how far its clock is off",

  tooLongForQr: "Its key and names are too long for a QR code.",
  settingPages: "Who is on a page: one person, or as many as fit",
  settingPaper: "Paper",
  qrSheetsSecret:
    "Each code on these pages is a key. Print them where nobody else is, hand each to its owner, and destroy file and pages afterwards.",

  icon: "its icon",
  note: "its note",
  group: "its group “{name}”",
  tags: "its tags",
  favourite: "that it is a favourite",
  usage: "how often it was used",
  order: "its place in the list",
  colour: "its colour",
  issuer: "its issuer “{name}”",
  lock: "that its code is shown after unlocking only",
  push: "its approval by a tap on the phone",
} as const;
