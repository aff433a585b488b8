import { text, type Text } from "#shared/texts/text.ts";
import type { Carries, Outgoing, Settings } from "../../format.ts";
import { formatOfPreset } from "../preset-format.ts";
import { type Cell, type Preset, sha1 } from "../preset.ts";
import { choice } from "../../settings.ts";

/*
 * Verifiers whose import asks for the kind of a whole file: a row has a serial number and a key, and what a file holds
 * is a setting here.
 */

const serial: Cell = { field: "serial" };
const hexKey: Cell = { field: "secret", form: "hex" };

const codes = choice("codes", text("formats.codesSetting"), ["totp-6", "totp-8", "hotp-6", "hotp-8"]);
const seconds = choice("seconds", text("formats.secondsSetting"), ["30", "60"]);

/** Why one is not of the kind that the file is for. */
function otherKind({ kind, digits }: Outgoing, { codes: wanted = "totp-6" }: Settings): Text | null {
  return wanted === `${kind}-${digits}` ? null : text("formats.otherCodes", { codes: wanted });
}

function otherStep({ kind, period }: Outgoing, { seconds: wanted = "30" }: Settings): Text | null {
  return kind !== "totp" || wanted === String(period) ? null : text("formats.noPeriod", { period });
}

const carries: Carries = {
  kinds: ["totp", "hotp"],
  algorithms: sha1,
  digits: [6, 8],
  periods: [30, 60],
  keyBytes: { least: 1, most: 128 },
  owner: false,
  perPerson: null,
};

const common = { separator: [","], quoting: "none", comments: false, read: false } as const;

const counterShape = { least: 2, writes: ["hotp"], cells: [serial, hexKey, { field: "counter" }] } as const;

const duo: Preset = {
  ...common,
  id: "duo",
  title: "Duo",
  layouts: [
    {
      headed: false,
      shapes: [{ least: 2, writes: ["totp"], cells: [serial, hexKey, { field: "period" }] }, counterShape],
    },
  ],
  write: {
    extension: "csv",
    lineEnd: "\n",
    carries: { ...carries, refuses: otherKind },
    settings: [codes],
    warnings: [text("formats.duoPasted"), text("formats.duoDrift"), text("formats.ownerless")],
  },
};

const pingid: Preset = {
  ...common,
  id: "pingid",
  title: "PingID",
  layouts: [{ headed: false, shapes: [{ least: 2, writes: ["totp"], cells: [serial, hexKey] }, counterShape] }],
  write: {
    extension: "csv",
    lineEnd: "\n",
    carries: {
      ...carries,
      refuses: (outgoing, settings) => otherKind(outgoing, settings) ?? otherStep(outgoing, settings),
    },
    settings: [codes, seconds],
    warnings: [text("formats.pingidTwice"), text("formats.ownerless")],
  },
};

const rapididentity: Preset = {
  ...common,
  id: "rapididentity",
  title: "RapidIdentity MFA",
  layouts: [{ headed: false, shapes: [{ least: 2, writes: ["totp"], cells: [serial, hexKey] }] }],
  write: {
    extension: "csv",
    lineEnd: "\r\n",
    carries: { ...carries, kinds: ["totp"], digits: [6], periods: [30] },
    settings: [],
    warnings: [text("formats.ownerless")],
  },
};

export const duoCsv = formatOfPreset(duo);
export const pingidCsv = formatOfPreset(pingid);
export const rapididentityCsv = formatOfPreset(rapididentity);
