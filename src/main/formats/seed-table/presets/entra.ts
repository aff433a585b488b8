import { text } from "#shared/texts/text.ts";
import type { Outgoing } from "../../format.ts";
import { formatOfPreset } from "../preset-format.ts";
import { type Cell, type Preset, type RowShape, sha1 } from "../preset.ts";
import { words } from "../../settings.ts";

/** What a user principal name is made of. That of a guest has a `#`, and cannot have a token. */
const principal = /^[A-Za-z0-9'._!^~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/u;

const principalOf = ({ username, email }: Outgoing): string =>
  [username, email].find((name) => principal.test(name)) ?? "";

/** 128 letters of base32. */
const mostBytes = 80;

const shapeOf = (upn: Cell, secret: Cell): RowShape => ({
  least: 3,
  fixed: { type: "totp" },
  writes: ["totp"],
  cells: [
    { heading: "upn", also: ["user principal name", "username"], field: "username", ...upn },
    { heading: "serial number", also: ["serial"], field: "serial", needed: true },
    { heading: "secret key", also: ["secret"], field: "secret", form: "either", needed: true, ...secret },
    { heading: "time interval", also: ["interval"], field: "period", needed: true },
    { heading: "manufacturer", setting: "manufacturer", lost: (name) => text("formats.maker", { name }) },
    { heading: "model", field: "model", text: "Authenticator" },
  ],
});

const entra: Preset = {
  id: "entra",
  title: "Microsoft Entra ID",
  separator: [","],
  quoting: "needed",
  comments: false,
  layouts: [
    // Entra ID takes base32 alone, so a key that could be hex is none in a table that is meant for it.
    { headed: true, shapes: [shapeOf({ needed: true, value: principalOf }, { usually: "base32" })] },
    // As makers hand it over it may be either.
    { headed: true, shapes: [shapeOf({}, {})] },
  ],
  read: true,
  write: {
    extension: "csv",
    lineEnd: "\r\n",
    // A row with quotation marks in it is not found by the import.
    alsoSplitsAt: ',"',
    carries: {
      kinds: ["totp"],
      algorithms: sha1,
      digits: [6],
      periods: [30, 60],
      keyBytes: { least: 1, most: mostBytes },
      owner: true,
      perPerson: 5,
      refuses: (outgoing) => (principalOf(outgoing) === "" ? text("formats.principalNeeded") : null),
    },
    settings: [{ ...words("manufacturer", text("formats.manufacturerSetting")), usual: "Countersign" }],
    warnings: [text("formats.entraActivates"), text("formats.entraGuests")],
  },
};

/** The CSV of hardware tokens of Microsoft Entra ID, and the same as token makers hand it over, without owners. */
export const entraCsv = formatOfPreset(entra);
