/** What a page with secrets is called. */
export const sheetTitles = {
  "one-time-code": "One-time code",
  "backup-codes": "Backup codes",
  "recovery-key": "Recovery key",
  "recovery-share": "Share of the recovery key",
  "recovery-identity": "Backup key",
  "audit-receipt": "Receipt of the audit log",
} as const;

/** What the holder of a saved page must know; paragraphs stand apart by an empty line. */
export const sheetInstructions = {
  "backup-codes": `Each of these codes replaces a code of your authenticator app once, when you do not have your phone.

Cross out each code when you have used it. Ask for new codes before you run out.

Keep this page where only you can get at it, and never with your password. If somebody else may have seen it, ask for new codes: the old ones then stop working.`,
  "recovery-key": `This key opens the console and everything in it if this computer's keychain and the passphrase are lost. Without the key, nobody can open it then.

Keep this page in a safe place away from the computer. Anyone with this key and a copy of the database can read all of it.

To use it, start the console, choose the recovery key and type it in. Capital and small letters are the same, and hyphens may be left out.`,
  "recovery-share": `This is one of several shares of the console's recovery key. Alone it opens nothing; enough of them together open the console and everything in it.

Keep this page in a safe place, apart from the other shares, and do not show it to anyone. If it is lost or somebody else may have seen it, tell the console's owner, who will make new shares.

When it is needed, the owner will ask you to type it in. Capital and small letters are the same.`,
  "recovery-identity": `This key opens the console's automatic backups, on any computer. If every backup key is lost, nobody can open those backups.

Keep this page in a safe place, away from the computer and away from the backups. Anyone with this key and a backup can read all of it.

To use it, start the console on a new computer, choose to restore from a backup and type the key exactly as it is printed here, hyphens included. Without the console, the program “age” (age-encryption.org) opens the backup with the same key.`,
  "audit-receipt": `This code stands for everything that the console's audit log contained up to the event named above.

Keep this page away from the computer. It is no secret: whoever has it can tell later whether the log was changed.

To check, export the audit log, and give this code when you check the file (countersign audit verify FILE --key KEY --receipt CODE). If the log no longer has this code, events up to then were changed or removed, or an older copy of the database is in use.`,
} as const;

/** The same in short, for a page that is printed from the window. */
export const sheetAdvice = {
  "one-time-code":
    "It works once, and only for a few minutes. Go to the console's sign-in screen, choose “I have a one-time code”, and enter your name and this code. Then destroy this page.",
  "backup-codes":
    "Each code works once, in place of the authenticator. Keep this page where only its owner can reach it.",
  "recovery-key":
    "This key opens the console when nothing else does. Keep this page in a safe place, away from the computer.",
  "recovery-share":
    "One share opens nothing; enough shares together open the console. Keep this page in a safe place, apart from the other shares.",
  "recovery-identity":
    "This key opens the console's automatic backups. Keep this page in a safe place, away from the computer and the backups.",
  "audit-receipt":
    "This code stands for everything in the audit log so far. It is no secret. Keep this page away from the computer: with it you can tell later whether the log was changed.",
} as const;

/** What else is said about pages and on them. */
export const sheets = {
  tooLongForQr: "This is too long for a QR code.",
  keysTitle: "Keys of authenticators",
  keysSecret:
    "Secret. Whoever sees one of these codes can make its person's codes from then on. Hand each to its owner only, and destroy the page.",
  keysPage: "Page {page}",
  keysTotp: "{digits} digits, every {period} seconds, {algorithm}",
  keysHotp: "{digits} digits, counter {counter}, {algorithm}",
  made: "{at} UTC",
  lacking: "{sign} stands for a character that this page's typeface does not have.",
} as const;
