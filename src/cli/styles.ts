import { randomBytes } from "node:crypto";
import { printable } from "./render/text.ts";

/** Stands for the escape character in the console's own styles. Names of people and files cannot contain it, as it is random. */
const seal = `\u0000${randomBytes(16).toString("hex")}\u0000`;

/** Marks the escape sequences in the console's own text: only these reach a terminal. */
export const styled = (text: string): string => text.replaceAll("\u001B", seal);

/** All text for a terminal or a pipe: no control characters but line ends and the console's own styles. */
export const forTerminal = (text: string): string =>
  text
    .split(seal)
    .map((part) => part.split("\n").map(printable).join("\n"))
    .join("\u001B");
