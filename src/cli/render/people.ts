import type { Count } from "#shared/contract/directory.ts";
import type { User, UserDetail } from "#shared/model/records.ts";
import type { Paint } from "../output.ts";
import { facts, table } from "./table.ts";
import { plural, shellWord, time } from "./text.ts";
import { drift, form, status } from "./tokens.ts";

export function describeUsers(users: readonly User[], total: Count, paint: Paint): string {
  if (users.length === 0) return "No people found.";
  const rows = users.map((user) => [user.username, user.name, user.email, user.status, user.enrolment]);
  const head = ["Username", "Name", "E-mail", "Status", "Authenticator"];
  const shown = table(head, rows, (text) => paint("bold", text));
  const all = `${total.exact ? "" : "more than "}${plural(total.count, "person", "people")}`;
  return `${shown}\n\n${users.length} of ${all}.`;
}

export function describeUser(user: User): string {
  return facts([
    ["Username", user.username],
    ["Name", user.name || "-"],
    ["E-mail", user.email || "-"],
    ["External id", user.externalId || "-"],
    ["Groups", user.groups.map(({ name }) => name).join(", ") || "-"],
    ["Status", user.status],
    ["Authenticator", user.enrolment],
    ["Id", user.id],
    ["Added", time(user.createdAt)],
  ]);
}

function codesLeft({ username, backupCodes: codes }: UserDetail): string {
  if (codes === null) return "No backup codes.";
  if (codes.handedOverAt === null) {
    return `Nobody has confirmed that the person has the ${plural(codes.total, "backup code")} made ${time(codes.createdAt)}. If in doubt, make new ones: countersign backup-codes regenerate`;
  }
  const left = `${codes.remaining} of ${plural(codes.total, "backup code")} left, made ${time(codes.createdAt)}.`;
  return codes.low ? `${left} Make new ones soon: countersign backup-codes regenerate ${shellWord(username)}` : left;
}

export function describeUserDetail(user: UserDetail, paint: Paint): string {
  const rows = user.tokens.map((token) => [
    token.id,
    token.label,
    status(token),
    form(token),
    time(token.lastUsedAt),
    drift(token.driftSteps),
    String(token.failures),
  ]);
  const head = ["Authenticator", "Label", "Status", "Type", "Last used", "Drift", "Wrong codes"];
  return [
    describeUser(user),
    ...(user.notes === "" ? [] : [facts(user.notes.split("\n").map((text, n) => [n === 0 ? "Notes" : "", text]))]),
    "",
    rows.length === 0 ? "No authenticators." : table(head, rows, (text) => paint("bold", text)),
    "",
    codesLeft(user),
  ].join("\n");
}
