/** Why somebody has to do it. */
export const reviewReasons = {
  backupCodes:
    "Codes that were used after the backup was made are accepted again. Void all of them and hand out new ones.",
  counters: "Codes that were used after the backup was made are accepted again until each token is resynchronised.",
  revocations: "Lost phones and people who have left are accepted again. Revoke and disable them again.",
  letters:
    "Letters that were voided or replaced after the backup was made work again. Void all of them and print new ones.",
  administrators:
    "Administrators who were removed or disabled after the backup was made can sign in again, and old passwords work.",
  settings: "Settings that were made stricter after the backup was made are as weak again as they were then.",
  backupKeys:
    "Backup keys that were removed after the backup was made are back: whoever holds one can read every later backup. Locations that were removed are used again.",
  keys: "Passphrases and recovery keys that were replaced or removed after the backup was made open the console again, and a data key that was rotated since is the old one again.",
} as const;
