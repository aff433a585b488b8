import { text, type Text } from "#shared/texts/text.ts";
import { everything } from "../carries.ts";
import type { Carries, Format, Outgoing, Piece, Setting, Settings, Writing } from "../format.ts";
import { detect, read } from "./read.ts";
import { common, type Sealing, strong } from "./seal.ts";
import { writeContainer } from "./write.ts";

/** The column of LinOTP that holds a key takes no more. */
const held: Carries = { ...everything, keyBytes: { least: 1, most: 256 }, owner: true };

const serials = { oath: "oath", any: "any" } as const;

/** LinOTP skips others, with a line in its log alone, where it was told to check serial numbers. */
const oathSerial = ({ serial }: Outgoing, settings: Settings): Text | null =>
  settings["serials"] === serials.any || /^[A-Za-z0-9]{4}[0-9A-F]{8}$/u.test(serial)
    ? null
    : text("formats.serialForm", { serial });

const serialSetting: Setting = {
  name: "serials",
  label: text("formats.settingSerials"),
  usual: serials.oath,
  secret: false,
  refuses: (value) => (Object.hasOwn(serials, value) ? null : text("formats.settingSerialsRefused")),
};

/** As for every passphrase that can be attacked offline. */
const leastLetters = 8;

/** @param most letters that the program takes */
export const passphraseSetting = (most: number): Setting => ({
  name: "passphrase",
  label: text("formats.settingPassphrase"),
  usual: null,
  secret: true,
  refuses: (value) =>
    /^[\x20-\x7E]+$/u.test(value) && value.length >= leastLetters && value.length <= most
      ? null
      : text("formats.settingPassphraseRefused", { least: leastLetters, most }),
});

async function* pieces(
  entries: AsyncIterable<Outgoing>,
  sealing: Sealing | null,
  { passphrase = "" }: Settings,
): AsyncGenerator<Piece> {
  for await (const { data } of writeContainer(entries, sealing, passphrase)) yield { data };
}

/** What a format has that is one container. @param sealing null: keys in the clear */
export const writing = (sealing: Sealing | null): Pick<Writing, "form" | "extension" | "plain" | "write"> => ({
  form: "file",
  extension: "xml",
  plain: sealing === null,
  write: (entries, settings) => pieces(entries, sealing, settings),
});

/** Portable Symmetric Key Container (RFC 6030); written in the form that four programs read alike. */
export const pskc: Format = {
  id: "pskc",
  title: "PSKC",
  read: { detect, read },
  write: {
    ...writing(common),
    carries: { ...held, refuses: oathSerial },
    // LinOTP takes passwords of ASCII, of 6 to 64 letters.
    settings: [passphraseSetting(64), serialSetting],
    warnings: [text("formats.pskcNoOwners"), text("formats.pskcSameSerial")],
  },
};

/** AES-256, and SHA-256 for the password and the MAC. */
export const pskcStrong: Format = {
  id: "pskc-strong",
  title: "PSKC (AES-256)",
  read: null,
  write: {
    ...writing(strong),
    carries: held,
    settings: [passphraseSetting(256)],
    warnings: [text("formats.pskcStrongFor")],
  },
};

/** For programs that open no encrypted one. */
export const pskcPlain: Format = {
  id: "pskc-plain",
  title: "PSKC (not encrypted)",
  read: null,
  write: { ...writing(null), carries: held, settings: [], warnings: [text("formats.pskcPlain")] },
};
