import { randomBytes } from "node:crypto";
import { printable } from "./render/text.ts";

/** Stands for the escape character of the console's own styles. Nobody who names a person or a file can know it. */
const seal = `\u0000${randomBytes(16).toString("hex")}\u0000`;

/** Text with escape sequences that are the console's own: the only ones that come through to a terminal. */
export const styled = (text: string): string => text.replaceAll("\u001B", seal);

/** All that goes to a terminal or a pipe, in text: no other control than the end of a line, and the console's own styles. */
export const forTerminal = (text: string): string =>
  text
    .split(seal)
    .map((part) => part.split("\n").map(printable).join("\n"))
    .join("\u001B");
