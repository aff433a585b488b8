import { stripVTControlCharacters } from "node:util";
import { harmless } from "#shared/model/deceiving.ts";

/** Text from the store or from arguments, made safe to print on a terminal. */
export function printable(text: string): string {
  return harmless(stripVTControlCharacters(text));
}

/** The same for all texts in a reply. Several lines become one. */
export function printableReply<T>(reply: T): T {
  if (typeof reply === "string") return printable(reply) as T;
  if (Array.isArray(reply)) return reply.map((one: unknown) => printableReply(one)) as T;
  if (typeof reply !== "object" || reply === null) return reply;
  return Object.fromEntries(
    Object.entries(reply).map(([name, value]: [string, unknown]) => [printable(name), printableReply(value)]),
  ) as T;
}

/** Sweden writes dates as ISO 8601 does: 2026-11-24 09:30:00. */
const isoTime = new Intl.DateTimeFormat("sv", { dateStyle: "short", timeStyle: "medium" });

/** @param at UTC milliseconds. @returns local time, or a dash */
export function time(at: number | null): string {
  return at === null ? "-" : isoTime.format(at);
}

const isoClock = new Intl.DateTimeFormat("sv", { timeStyle: "medium" });

/** @param at UTC milliseconds. @returns local time of day */
export const clock = (at: number): string => isoClock.format(at);

export function bytes(size: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let value = size;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** A seed in groups of four, for typing in. */
export const inGroups = (secret: string): string => secret.replaceAll(/(.{4})(?=.)/gu, "$1 ");

/** For a command that is offered: within a shell's quotation marks, which no text from elsewhere may end. */
export const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The same, without the marks where a word needs none. */
export const shellWord = (text: string): string => (/^[\p{L}\p{N}@%+=:,./_-]+$/u.test(text) ? text : quoted(text));
