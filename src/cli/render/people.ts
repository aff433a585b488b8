import type { BackupCodeStatus, Token, User, UserDetail } from "#shared/model/records.ts";
import type { Paint } from "../output.ts";
import { facts, table } from "./table.ts";
import { plural, time } from "./text.ts";

export function describeUsers(users: readonly User[], total: number, paint: Paint): string {
  if (users.length === 0) return "No users found.";
  const rows = users.map((user) => [user.username, user.name, user.email, user.status, user.enrolment]);
  const head = ["Username", "Name", "E-mail", "Status", "Authenticator"];
  const shown = table(head, rows, (text) => paint("bold", text));
  return `${shown}\n\n${users.length} of ${plural(total, "user")}.`;
}

export function describeUser(user: User): string {
  return facts([
    ["Username", user.username],
    ["Name", user.name || "-"],
    ["E-mail", user.email || "-"],
    ["Status", user.status],
    ["Authenticator", user.enrolment],
    ["Id", user.id],
    ["Added", time(user.createdAt)],
  ]);
}

export function describeToken(token: Token): string {
  return facts([
    ["Token", token.id],
    ["Label", token.label || "-"],
    ["Status", token.status],
    ["Form", form(token)],
    ["Last used", time(token.lastUsedAt)],
  ]);
}

const form = ({ algorithm, digits, period }: Token) => `${algorithm}, ${digits} digits, ${period} s`;

const drift = (steps: number) => (steps > 0 ? `+${steps}` : String(steps));

function codesLeft(codes: BackupCodeStatus | null): string {
  if (codes === null) return "No backup codes.";
  return `${codes.remaining} of ${plural(codes.total, "backup code")} left, made ${time(codes.createdAt)}.`;
}

export function describeUserDetail(user: UserDetail, paint: Paint): string {
  const rows = user.tokens.map((token) => [
    token.id,
    token.label,
    token.status,
    form(token),
    time(token.lastUsedAt),
    drift(token.driftSteps),
    String(token.failures),
  ]);
  const head = ["Token", "Label", "Status", "Form", "Last used", "Drift", "Failures"];
  return [
    describeUser(user),
    "",
    rows.length === 0 ? "No authenticators." : table(head, rows, (text) => paint("bold", text)),
    "",
    codesLeft(user.backupCodes),
  ].join("\n");
}
