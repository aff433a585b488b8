import { text } from "#shared/texts/text.ts";
import { formatOfPreset } from "../preset-format.ts";
import { type Cell, type Preset, sha1 } from "../preset.ts";
import { choice } from "../../settings.ts";

const everyKey = { least: 1, most: 1024 } as const;
const serial: Cell = { field: "serial" };
const hexKey: Cell = { field: "secret", form: "hex" };
const hashes = { SHA1: "sha1", SHA256: "sha256", SHA512: "sha512" } as const;

const multiotp: Preset = {
  id: "multiotp",
  title: "multiOTP",
  separator: [";", ",", "\t"],
  quoting: "none",
  comments: false,
  layouts: [
    {
      headed: false,
      shapes: [
        {
          least: 6,
          writes: ["totp", "hotp"],
          cells: [
            serial,
            { text: "Countersign", lost: (name) => text("formats.maker", { name }) },
            { field: "type", is: /^[a-z][\w-]{1,30}$/iu },
            { field: "secret", form: "either", usually: "hex" },
            { field: "digits", is: /^\d{1,2}$/u },
            {
              field: "period",
              is: /^\d{1,10}$/u,
              and: "counter",
              value: ({ kind, period, counter }) => String(kind === "totp" ? period : counter),
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

const nextcloud: Preset = {
  id: "nextcloud",
  title: "Nextcloud twofactor_oath",
  separator: [","],
  quoting: "none",
  comments: false,
  layouts: [
    {
      headed: true,
      shapes: [
        {
          least: 3,
          writes: ["totp", "hotp"],
          cells: [
            { heading: "username", field: "username", needed: true },
            { heading: "status", field: "disabled", setting: "status", needed: true },
            { heading: "type", field: "type", needed: true },
            { heading: "algorithm", field: "algorithm", written: hashes, needed: true },
            { heading: "digits", field: "digits" },
            { heading: "period", field: "period", only: "totp" },
            { heading: "counter", field: "counter", only: "hotp" },
            { heading: "challenge", needed: true },
            { heading: "suite", needed: true },
            { heading: "secret", field: "secret", form: "base32", needed: true },
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
      keyBytes: { least: 1, most: 80 },
      owner: true,
      perPerson: 1,
    },
    settings: [choice("status", text("formats.nextcloudStatus"), ["none", "renew"])],
    warnings: [text("formats.nextcloudUntouched")],
  },
};

/** Its export has no quotation marks, so a comma in a name moves the cells after it: such rows are refused. */
const authelia: Preset = {
  id: "authelia-csv",
  title: "Authelia CSV",
  separator: [","],
  quoting: "none",
  comments: false,
  layouts: [
    {
      headed: true,
      shapes: [
        {
          least: 6,
          fixed: { type: "totp" },
          cells: [
            { heading: "issuer", field: "issuer", needed: true },
            { heading: "username", field: "username", and: "account", needed: true },
            { heading: "algorithm", field: "algorithm", needed: true },
            { heading: "digits", field: "digits", needed: true },
            { heading: "period", field: "period", needed: true },
            { heading: "secret", field: "secret", form: "base32", needed: true },
          ],
        },
      ],
    },
  ],
  read: true,
  write: null,
};

const secureauth: Preset = {
  id: "secureauth",
  title: "SecureAuth",
  separator: [","],
  quoting: "needed",
  comments: false,
  layouts: [
    {
      headed: true,
      shapes: [
        {
          least: 1,
          writes: ["totp", "hotp"],
          cells: [
            { heading: "UserID", field: "username" },
            {
              heading: "Hotptoken",
              only: "hotp",
              parts: { separator: "|", named: false, cells: [serial, hexKey, { field: "counter" }] },
            },
            { heading: "Totptoken", only: "totp", parts: { separator: "|", named: false, cells: [hexKey, serial] } },
          ],
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
      digits: [6],
      periods: [30],
      keyBytes: everyKey,
      owner: true,
      perPerson: null,
    },
    settings: [],
    warnings: [text("formats.secureauthHeading")],
  },
};

const securenvoy: Preset = {
  id: "securenvoy",
  title: "SecurEnvoy",
  separator: [","],
  quoting: "needed",
  comments: false,
  layouts: [
    {
      headed: true,
      shapes: [
        {
          least: 2,
          fixed: { type: "totp" },
          writes: ["totp"],
          cells: [
            { heading: "Serial", field: "serial", needed: true },
            { heading: "Seed", field: "secret", form: "base32", needed: true },
            { heading: "AssignedTo", field: "username", needed: true },
          ],
        },
      ],
    },
  ],
  read: true,
  write: {
    extension: "csv",
    lineEnd: "\r\n",
    carries: {
      kinds: ["totp"],
      algorithms: sha1,
      digits: [6],
      periods: [30],
      keyBytes: everyKey,
      owner: true,
      perPerson: null,
    },
    settings: [],
    warnings: [text("formats.securenvoyMaps")],
  },
};

const phenixKey: Cell = { field: "secret", form: "either", usually: "hex" };

const phenixid: Preset = {
  id: "phenixid",
  title: "PhenixID",
  separator: [";"],
  quoting: "none",
  comments: false,
  layouts: [
    {
      headed: false,
      shapes: [
        {
          least: 7,
          writes: ["totp"],
          cells: [
            { field: "type", is: /^totp$/iu, written: { totp: "TOTP" } },
            serial,
            { field: "algorithm" },
            phenixKey,
            { text: "0", is: /^0?$/u },
            { field: "period" },
            { field: "digits" },
          ],
        },
        {
          least: 4,
          writes: ["hotp"],
          cells: [
            { field: "type", is: /^hotp$/iu, written: { hotp: "HOTP" } },
            serial,
            phenixKey,
            { field: "counter" },
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
      refuses: ({ kind, digits, algorithm }) =>
        kind === "totp" || (digits === 6 && algorithm === "SHA1") ? null : text("formats.hotpPlain"),
    },
    settings: [],
    warnings: [text("formats.ownerless")],
  },
};

const rcdevs: Preset = {
  id: "rcdevs",
  title: "RCDevs OpenOTP",
  separator: [","],
  quoting: "always",
  comments: true,
  layouts: [
    {
      headed: false,
      ignored: /^type$/iu,
      shapes: [
        {
          least: 4,
          writes: ["totp", "hotp"],
          cells: [
            { text: "OTP Token", is: /^otp token$/iu },
            serial,
            { field: "model", text: "Authenticator" },
            {
              is: /\bTokenKey=/u,
              parts: {
                separator: ",",
                named: true,
                cells: [
                  { heading: "TokenKey", field: "secret", form: "base64" },
                  { heading: "TokenType", field: "type", written: { totp: "TOTP", hotp: "HOTP" } },
                  { heading: "TokenState", field: "counter" },
                  { heading: "OTPLength", field: "digits" },
                  { heading: "TOTPTimeStep", field: "period", only: "totp" },
                ],
              },
            },
          ],
        },
      ],
    },
  ],
  read: true,
  write: {
    extension: "csv",
    first: ["# CSV import file for RCDevs WebADM", "", "Type, Reference, Description, Data"],
    lineEnd: "\n",
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

export const multiotpCsv = formatOfPreset(multiotp);
export const nextcloudCsv = formatOfPreset(nextcloud);
export const autheliaCsv = formatOfPreset(authelia);
export const secureauthCsv = formatOfPreset(secureauth);
export const securenvoyCsv = formatOfPreset(securenvoy);
export const phenixidCsv = formatOfPreset(phenixid);
export const rcdevsCsv = formatOfPreset(rcdevs);
