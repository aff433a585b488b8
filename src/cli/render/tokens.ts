import type { HardwareToken } from "#shared/contract/inventory.ts";
import type { OutputOf } from "#shared/contract/index.ts";
import type { Token } from "#shared/model/records.ts";
import type { Paint } from "../output.ts";
import { facts, table } from "./table.ts";
import { plural, time } from "./text.ts";

type Form = Pick<Token, "kind" | "algorithm" | "digits" | "period">;

/** An authenticator's parameters in one line. */
export const form = ({ kind, algorithm, digits, period }: Form): string =>
  kind === "hotp" ? `HOTP ${algorithm}, ${digits} digits` : `${algorithm}, ${digits} digits, ${period} s`;

/** Steps with their sign. */
export const drift = (steps: number): string => (steps > 0 ? `+${steps}` : String(steps));

/** @param now UTC milliseconds */
export const status = (token: Token, now = Date.now()): string =>
  token.status === "pending" && token.expiresAt !== null && token.expiresAt < now ? "pending (expired)" : token.status;

export function describeToken(token: Token): string {
  return facts([
    ["Authenticator", token.id],
    ["Label", token.label || "-"],
    ...(token.serial === null ? [] : ([["Serial number", token.serial]] as const)),
    ["Status", status(token)],
    ["Type", form(token)],
    ["Last used", time(token.lastUsedAt)],
    ...(token.status === "pending" ? ([["Expires", time(token.expiresAt)]] as const) : []),
  ]);
}

type Listed = OutputOf<"tokens.list">["rows"];

export function describeTokens(tokens: Listed, more: boolean, paint: Paint): string {
  if (tokens.length === 0) return "No authenticators found.";
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
  const head = ["Authenticator", "Person", "Label", "Serial number", "Status", "Type", "Last used", "Wrong codes"];
  const shown = table(head, rows, (text) => paint("bold", text));
  return more ? `${shown}\n\nThere are more: raise --limit to see them.` : shown;
}

export function describeDevice(device: HardwareToken): string {
  return facts([
    ["Serial number", device.serial],
    ["Model", device.model || "-"],
    ["Type", form(device)],
    ["State", device.state],
    ["Person", device.user?.username ?? "-"],
    ["Authenticator", device.tokenId ?? "-"],
    ["Id", device.id],
    ["Added", time(device.createdAt)],
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
  const head = ["Serial number", "Model", "Type", "State", "Person", "Changed"];
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const each = Object.entries(counts).map(([state, count]) => `${count} ${state}`);
  return [
    rows.length === 0 ? "No hardware tokens found." : table(head, rows, (text) => paint("bold", text)),
    "",
    `${plural(all, "hardware token")} in all: ${each.join(", ")}.`,
  ].join("\n");
}
