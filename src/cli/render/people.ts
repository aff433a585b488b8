import type { Count } from "#shared/contract/directory.ts";
import type { User, UserDetail } from "#shared/model/records.ts";
import { sentences, text, type Text } from "#shared/texts/text.ts";
import type { Paint } from "../output.ts";
import { facts, table } from "./table.ts";
import { shellWord, time } from "./text.ts";
import { drift, form, status } from "./tokens.ts";
import { linesOf, sayLine } from "./words.ts";

export function describeUsers(users: readonly User[], total: Count, paint: Paint): string {
  if (users.length === 0) return sayLine(text("cliPeople.none"));
  const rows = users.map((user) => [user.username, user.name, user.email, user.status, user.enrolment]);
  const head = ["username", "name", "email", "status", "authenticator"] as const;
  const shown = table(head, rows, (words) => paint("bold", words));
  const key = total.exact ? "cliPeople.shown" : "cliPeople.shownOfMore";
  return linesOf([shown, "", text(key, { shown: users.length, total: total.count })]);
}

export function describeUser(user: User): string {
  return facts([
    ["username", user.username],
    ["name", user.name || "-"],
    ["email", user.email || "-"],
    ["externalId", user.externalId || "-"],
    ["groups", user.groups.map(({ name }) => name).join(", ") || "-"],
    ["status", user.status],
    ["authenticator", user.enrolment],
    ["id", user.id],
    ["added", time(user.createdAt)],
  ]);
}

function codesLeft({ username, backupCodes: codes }: UserDetail): Text {
  if (codes === null) return text("cliPeople.noCodes");
  const made = { total: codes.total, at: time(codes.createdAt) };
  if (codes.handedOverAt === null) return text("cliPeople.codesUnconfirmed", made);
  const left = text("cliPeople.codesLeft", { left: codes.remaining, ...made });
  return codes.low ? sentences(left, text("cliPeople.fewCodes", { name: shellWord(username) })) : left;
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
  const head = ["authenticator", "label", "status", "type", "lastUsed", "drift", "wrongCodes"] as const;
  return linesOf([
    describeUser(user),
    ...(user.notes === "" ? [] : [facts(user.notes.split("\n").map((line, n) => [n === 0 ? "notes" : "", line]))]),
    "",
    rows.length === 0 ? text("cliPeople.noAuthenticators") : table(head, rows, (words) => paint("bold", words)),
    "",
    codesLeft(user),
  ]);
}
