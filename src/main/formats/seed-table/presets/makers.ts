import { text } from "#shared/texts/text.ts";
import { formatOfPreset } from "../preset-format.ts";
import type { Cell, Preset } from "../preset.ts";

/*
 * Files that come with tokens, or from the program that sets them up.
 */

const accessCode: Cell = { lost: () => text("formats.accessCode") };
const other: Cell = {};
const writtenAt: Cell = { is: /^\d{4}-\d\d-\d\dT/u };
const hexKey: Cell = { field: "secret", form: "hex" };
const number: Cell = { field: "serial", is: /^\d{0,10}$/u };
const publicId: Cell = { is: /^[\da-z]{0,32}$/iu };

/** What the YubiKey Personalization Tool logs of each key that it sets up, in both of its forms. */
const yubico: Preset = {
  id: "yubico-csv",
  title: "Yubico CSV",
  separator: [","],
  quoting: "none",
  comments: true,
  layouts: [
    {
      headed: false,
      ignored: /^LOGGING START$/iu,
      keyless: true,
      shapes: [
        {
          least: 6,
          open: true,
          cells: [
            {
              field: "type",
              is: /^(?:oath-hotp|yubico otp|static password|challenge-response|scan code)\b/iu,
              words: { "oath-hotp": "hotp" },
            },
            other,
            other,
            { field: "serial", is: /^[\da-z]{0,40}$/iu },
            other,
            hexKey,
            accessCode,
            accessCode,
            other,
            other,
            other,
            { field: "digits" },
            { field: "counter" },
          ],
        },
        {
          least: 6,
          open: true,
          fixed: { type: "hotp", digits: 6 },
          cells: [number, publicId, { field: "counter", is: /^\d{1,7}$/u }, hexKey, accessCode, writtenAt],
        },
        {
          least: 6,
          open: true,
          fixed: { type: "Yubico OTP" },
          cells: [number, publicId, { is: /^[\da-f]{12}$/iu }, hexKey, accessCode, writtenAt],
        },
        {
          least: 6,
          open: true,
          fixed: { type: "Static Password" },
          cells: [number, publicId, { is: /^$/u }, hexKey, accessCode, writtenAt],
        },
      ],
    },
  ],
  read: true,
  write: null,
};

/** Lines of a serial number and a key. Unless something else was ordered, TOTP is in base32 and HOTP in hex. */
const feitian: Preset = {
  id: "feitian",
  title: "Feitian",
  separator: [" "],
  quoting: "none",
  comments: true,
  layouts: [
    {
      headed: false,
      typeByKey: { base32: "totp", hex: "hotp" },
      shapes: [
        {
          least: 2,
          // A token begins there when it leaves the factory.
          fixed: { counter: 0 },
          cells: [
            { field: "serial", is: /^(?=.*\d)[\w-]{4,32}$/u },
            { field: "secret", form: "either" },
          ],
        },
      ],
    },
  ],
  read: true,
  write: null,
};

export const yubicoCsv = formatOfPreset(yubico);
export const feitianList = formatOfPreset(feitian);
