import type { AuditEvent } from "#shared/model/records.ts";

const words: Readonly<Record<string, string>> = {
  "setup.begin": "Set-up begun",
  "setup.resume": "Set-up resumed",
  "setup.complete": "Set-up finished",
  "access.sign_in": "Sign-in",
  "access.sign_out": "Sign-out",
  "access.lock": "Console locked",
  "access.unlock": "Console unlocked",
  "vault.unlock": "Keys opened",
  "user.add": "Person added",
  "user.edit": "Person edited",
  "user.disable": "Person disabled",
  "user.enable": "Person enabled",
  "token.begin": "Enrolment begun",
  "token.confirm": "Authenticator enrolled",
  "token.cancel": "Enrolment thrown away",
  "token.disable": "Authenticator disabled",
  "token.enable": "Authenticator enabled",
  "token.revoke": "Authenticator revoked",
  "token.lock": "Authenticator locked",
  "backup_codes.regenerate": "Backup codes renewed",
  "verification.check": "Code checked",
  "backup.create": "Backup saved",
  "backup.restore": "Backup restored",
  "clock.accept": "Clock confirmed",
};

/** An event's action in words; one that this list does not know is shown by its name. */
export const eventInWords = (action: string): string => words[action] ?? action;

/** The areas by which events are filtered: the part of an action before its dot. */
export const eventAreas: readonly { value: string; label: string }[] = [
  { value: "setup", label: "Set-up" },
  { value: "access", label: "Sign-in and lock" },
  { value: "vault", label: "Keys" },
  { value: "user", label: "People" },
  { value: "token", label: "Authenticators" },
  { value: "backup_codes", label: "Backup codes" },
  { value: "verification", label: "Checked codes" },
  { value: "backup", label: "Backups" },
  { value: "clock", label: "Clock" },
];

export const resultInWords: Record<AuditEvent["result"], string> = {
  done: "Done",
  accepted: "Accepted",
  refused: "Refused",
  failed: "Failed",
};
