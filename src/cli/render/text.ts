import { stripVTControlCharacters } from "node:util";
import dayjs from "dayjs";

/** Controls, bidirectional controls, line separators: what could make a terminal show something else. */
const deceptive = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** Text from the store or from arguments, made safe to print on a terminal. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replaceAll(deceptive, "\uFFFD");
}

/** @param at UTC milliseconds. @returns local time, or a dash */
export function time(at: number | null): string {
  return at === null ? "-" : dayjs(at).format("YYYY-MM-DD HH:mm:ss");
}

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

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/** A seed for typing by hand: groups of four. */
export const inGroups = (secret: string): string => secret.replaceAll(/(.{4})(?=.)/gu, "$1 ");
