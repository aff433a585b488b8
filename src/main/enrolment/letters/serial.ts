import { randomBytes } from "node:crypto";
import { crockfordAlphabet as alphabet, groupedSerial } from "#shared/model/typed.ts";

const randomLength = 7;

/**
 * The Luhn mod 32 check character: detects every wrong letter and nearly every swap of two neighbours.
 *
 * @param symbols letters of the alphabet
 */
function checkCharacter(symbols: string): string {
  let sum = 0;
  [...symbols].toReversed().forEach((symbol, index) => {
    const value = alphabet.indexOf(symbol) * (index % 2 === 0 ? 2 : 1);
    sum += Math.floor(value / alphabet.length) + (value % alphabet.length);
  });
  return alphabet[(alphabet.length - (sum % alphabet.length)) % alphabet.length] ?? "";
}

/** A serial as it is printed, for example `7K3Q-M9XH`: 35 random bits and a check character. */
export function newSerial(): string {
  const symbols = Array.from(randomBytes(randomLength), (byte) => alphabet[byte % alphabet.length]).join("");
  return groupedSerial(symbols + checkCharacter(symbols));
}

/** Whether a complete serial was typed without an error. */
export function isSerial(serial: string): boolean {
  const symbols = serial.replace("-", "");
  return (
    symbols.length === randomLength + 1 &&
    [...symbols].every((symbol) => alphabet.includes(symbol)) &&
    checkCharacter(symbols.slice(0, -1)) === symbols.at(-1)
  );
}
