import { text } from "#shared/texts/text.ts";
import { formatOfPreset } from "../preset-format.ts";
import { type Cell, type Layout, type Preset, type RowShape, sha1 } from "../preset.ts";
import { choice, words } from "../../settings.ts";

const everyKey = { least: 1, most: 1024 } as const;

const serial: Cell = { field: "serial", is: /^[^#\s][^,]{0,199}$/u };
const key: Cell = { field: "secret", form: "hex" };

/** Rows of privacyIDEA begin with these; what follows depends on the kind. */
const shapesAfter = (owner: readonly Cell[]): RowShape[] => {
  const before = [...owner, serial, key];
  const digits: Cell = { field: "digits" };
  return [
    {
      least: before.length,
      // Its import takes a row without a kind for HOTP, and begins at 0.
      fixed: { type: "hotp", counter: 0 },
      writes: ["hotp"],
      cells: [...before, { field: "type", is: /^hotp$/iu }, digits, { field: "counter" }],
    },
    {
      least: before.length + 1,
      writes: ["totp"],
      cells: [...before, { field: "type", is: /^totp$/iu }, digits, { field: "period" }],
    },
    {
      least: before.length + 1,
      open: true,
      cells: [...before, { field: "type", is: /^(?![ht]otp$)[a-z][\w-]{1,30}$/iu }],
    },
  ];
};

/** Kinds that it has; any other word may be anything. */
const knownKind = /^(?:[ht]otp|hmac|ocra2?|tan|motp|daypassword|yubikey)$/iu;

const byLength: Layout["hashByKey"] = { 28: "SHA224", 32: "SHA256", 48: "SHA384", 64: "SHA512" };

const privacyidea: Preset = {
  id: "privacyidea-csv",
  title: "privacyIDEA OATH CSV",
  separator: [","],
  quoting: "none",
  comments: true,
  layouts: [
    {
      opens: /^#\s*version:\s*2\s*$/u,
      keyless: true,
      headed: false,
      hashByKey: byLength,
      shapes: shapesAfter([
        { field: "username" },
        { setting: "resolver", lost: (name) => text("formats.resolver", { name }) },
        { setting: "realm", lost: (name) => text("formats.realm", { name }) },
      ]),
    },
    { headed: false, hashByKey: byLength, shapes: shapesAfter([]), tells: { cell: 2, is: knownKind } },
  ],
  read: true,
  write: {
    extension: "csv",
    first: ["# version: 2"],
    lineEnd: "\n",
    carries: {
      kinds: ["totp", "hotp"],
      algorithms: ["SHA1", "SHA256", "SHA512"],
      digits: [6, 8],
      periods: [30, 60],
      keyBytes: everyKey,
      owner: true,
      perPerson: null,
    },
    settings: [words("resolver", text("formats.resolverSetting")), words("realm", text("formats.realmSetting"))],
    warnings: [text("formats.privacyideaStops"), text("formats.privacyideaOverwrites")],
  },
};

/** Which serial numbers its import takes where it checks them. */
const checkedSerial = /^[A-Za-z0-9]{4}[A-Fa-f0-9]{8}$/u;

const linotp: Preset = {
  id: "linotp-csv",
  title: "LinOTP OATH CSV",
  separator: [","],
  quoting: "none",
  comments: true,
  layouts: [
    {
      headed: false,
      hashByKey: { 32: "SHA256", 64: "SHA512" },
      tells: { cell: 5, is: /^sha-?\d+$/iu },
      shapes: [
        {
          least: 2,
          open: true,
          // Its import takes a row without a kind for HOTP, and knows no counter: each begins at 0.
          fixed: { type: "hotp", counter: 0 },
          writes: ["totp", "hotp"],
          cells: [
            serial,
            key,
            { field: "type", is: /^[a-z][\w-]{1,30}$/iu, words: { hmac: "hotp" } },
            { field: "digits", is: /^(?:\d{0,2}|ocra.*)$/iu },
            { field: "period", only: "totp" },
            {
              field: "algorithm",
              is: /^sha-?\d{0,3}$/iu,
              written: { SHA1: "sha1", SHA256: "sha256", SHA512: "sha512" },
            },
          ],
        },
      ],
    },
  ],
  read: true,
  write: {
    extension: "csv",
    lineEnd: "\n",
    carries: {
      kinds: ["totp", "hotp"],
      algorithms: ["SHA1", "SHA256", "SHA512"],
      digits: [6, 8],
      periods: [30, 60],
      keyBytes: everyKey,
      owner: false,
      perPerson: null,
      refuses: (outgoing, { serials = "checked" }) =>
        serials === "any" || checkedSerial.test(outgoing.serial)
          ? null
          : text("formats.serialUnchecked", { serial: outgoing.serial }),
    },
    settings: [choice("serials", text("formats.serialsSetting"), ["checked", "any"])],
    warnings: [text("formats.ownerless")],
  },
};

const netiq: Preset = {
  id: "netiq",
  title: "NetIQ Advanced Authentication",
  separator: [","],
  quoting: "none",
  comments: false,
  layouts: [
    {
      headed: false,
      shapes: [
        {
          least: 2,
          writes: ["totp", "hotp"],
          cells: [serial, key, { field: "type" }, { field: "digits" }, { field: "period", only: "totp" }],
        },
      ],
    },
  ],
  read: false,
  write: {
    extension: "csv",
    lineEnd: "\r\n",
    carries: {
      kinds: ["totp", "hotp"],
      algorithms: sha1,
      digits: [6, 8],
      periods: [30, 60],
      keyBytes: everyKey,
      owner: false,
      perPerson: null,
    },
    settings: [],
    warnings: [text("formats.ownerless")],
  },
};

export const privacyideaCsv = formatOfPreset(privacyidea);
export const linotpCsv = formatOfPreset(linotp);
export const netiqCsv = formatOfPreset(netiq);
