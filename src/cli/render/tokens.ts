import type { HardwareToken } from "#shared/contract/inventory.ts";
import type { OutputOf } from "#shared/contract/index.ts";
import type { Token } from "#shared/model/records.ts";
import { type Label, text, type Text } from "#shared/texts/text.ts";
import type { Paint } from "../output.ts";
import { facts, table } from "./table.ts";
import { time } from "./text.ts";
import { linesOf, sayLine } from "./words.ts";

type Form = Pick<Token, "kind" | "algorithm" | "digits" | "period">;

/** An authenticator's parameters in one line. */
export const form = ({ kind, algorithm, digits, period }: Form): Text =>
  kind === "hotp"
    ? text("cliEnrolment.hotp", { algorithm, digits })
    : text("cliEnrolment.totp", { algorithm, digits, period });

/** Steps with their sign. */
export const drift = (steps: number): string => (steps > 0 ? `+${steps}` : String(steps));

/** @param now UTC milliseconds */
export const status = (token: Token, now = Date.now()): Label =>
  token.status === "pending" && token.expiresAt !== null && token.expiresAt < now
    ? text("cliEnrolment.pendingExpired")
    : token.status;

export function describeToken(token: Token): string {
  return facts([
    ["authenticator", token.id],
    ["label", token.label || "-"],
    ...(token.serial === null ? [] : ([["serialNumber", token.serial]] as const)),
    ["status", status(token)],
    ["type", form(token)],
    ["lastUsed", time(token.lastUsedAt)],
    ...(token.status === "pending" ? ([["expires", time(token.expiresAt)]] as const) : []),
  ]);
}

type Listed = OutputOf<"tokens.list">["rows"];

export function describeTokens(tokens: Listed, more: boolean, paint: Paint): string {
  if (tokens.length === 0) return sayLine(text("cliEnrolment.none"));
  const rows = tokens.map((token) => [
    token.id,
    token.username,
    token.label,
    token.serial ?? "",
    status(token),
    form(token),
    time(token.lastUsedAt),
    String(token.failures),
  ]);
  const head = [
    "authenticator",
    "person",
    "label",
    "serialNumber",
    "status",
    "type",
    "lastUsed",
    "wrongCodes",
  ] as const;
  const shown = table(head, rows, (words) => paint("bold", words));
  return more ? linesOf([shown, "", text("cliEnrolment.more")]) : shown;
}

export function describeDevice(device: HardwareToken): string {
  return facts([
    ["serialNumber", device.serial],
    ["model", device.model || "-"],
    ["type", form(device)],
    ["state", device.state],
    ["person", device.user?.username ?? "-"],
    ["authenticator", device.tokenId ?? "-"],
    ["id", device.id],
    ["added", time(device.createdAt)],
  ]);
}

export function describeDevices(
  devices: readonly HardwareToken[],
  counts: OutputOf<"inventory.list">["counts"],
  paint: Paint,
): string {
  const rows = devices.map((device) => [
    device.serial,
    device.model,
    form(device),
    device.state,
    device.user?.username ?? "",
    time(device.updatedAt),
  ]);
  const head = ["serialNumber", "model", "type", "state", "person", "changed"] as const;
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const each = Object.entries(counts).map(([state, count]) => `${count} ${state}`);
  return linesOf([
    rows.length === 0 ? text("cliEnrolment.noDevices") : table(head, rows, (words) => paint("bold", words)),
    "",
    text("cliEnrolment.devices", { count: all, states: each }),
  ]);
}
