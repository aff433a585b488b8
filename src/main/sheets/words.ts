import type { Sheet } from "#shared/contract/files.ts";

interface Words {
  title: string;
  /** One paragraph each. */
  instructions: readonly string[];
}

/** What the holder of the page must know, in plain words. */
export const wordsFor: Record<Sheet["kind"], Words> = {
  "backup-codes": {
    title: "Backup codes",
    instructions: [
      "Each of these codes replaces a code of your authenticator app once, when you do not have your phone.",
      "Cross out a code when you have used it. Ask for new codes before the last one is gone.",
      "Keep this page where only you can get at it, and never beside your password. " +
        "If somebody else may have seen it, ask for new codes: these ones then stop working.",
    ],
  },
  "recovery-key": {
    title: "Recovery key",
    instructions: [
      "This key opens the console and everything in it when this computer's keychain and the passphrase are lost. " +
        "Without the key, nobody can.",
      "Keep this page in a safe place away from the computer, for example in a safe. " +
        "Whoever has this key and a copy of the store can read all of it.",
      "To use it, start the console, choose the recovery key and type it in. Capital and small letters are the same, " +
        "and hyphens may be left out.",
    ],
  },
  "recovery-share": {
    title: "Share of the recovery key",
    instructions: [
      "This is one of several shares of the console's recovery key. Alone it opens nothing; enough of them together " +
        "open the console and everything in it.",
      "Keep this page in a safe place, apart from the other shares, and tell nobody what is on it. " +
        "If it is lost or somebody else may have seen it, tell the console's owner, who makes new shares.",
      "When it is needed, the owner asks you to type it in. Capital and small letters are the same.",
    ],
  },
  "recovery-identity": {
    title: "Recovery identity",
    instructions: [
      "This identity opens the backups that the console makes by itself, on any computer. " +
        "If every recovery identity is lost, nobody can open those backups.",
      "Keep this page in a safe place, away from the computer and away from the backups. " +
        "Whoever has this identity and a backup can read all of it.",
      "To use it, start the console on a new computer, choose to restore from a backup and type the identity in as it " +
        "stands here, hyphens included. Without the console, the program “age” (age-encryption.org) opens the backup " +
        "with the same identity.",
    ],
  },
};
