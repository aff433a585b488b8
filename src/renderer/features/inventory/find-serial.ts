import { nameKey } from "#shared/model/text.ts";
import type { HardwareToken } from "./words.ts";

/** The token of exactly this serial number, in any case: what a barcode reader types. */
export const findSerial = (tokens: readonly HardwareToken[], serial: string): HardwareToken | undefined =>
  tokens.find((token) => nameKey(token.serial) === nameKey(serial.trim()));
