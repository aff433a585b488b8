import { Paper } from "#shared/model/policy.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { type KeyCard, keyPages } from "../../sheets/key-pages.ts";
import { fitsQr } from "../../sheets/qr-capacity.ts";
import { everything } from "../carries.ts";
import type { Format, Outgoing, Piece, Settings } from "../format.ts";
import { writeKeyUri } from "../key-uri.ts";
import { choice } from "../settings.ts";

const parametersOf = ({ kind, algorithm, digits, period, counter }: Outgoing): Text =>
  kind === "totp"
    ? text("sheets.keysTotp", { digits, period, algorithm })
    : text("sheets.keysHotp", { digits, counter, algorithm });

function cardOf(outgoing: Outgoing): KeyCard {
  const { username, name, label, issuer, account, hardware, serial } = outgoing;
  return {
    username,
    name,
    label,
    issuer,
    account: account === username ? "" : account,
    serial: hardware ? serial : "",
    parameters: parametersOf(outgoing),
    uri: writeKeyUri(outgoing),
  };
}

async function* cardsOf(entries: AsyncIterable<Outgoing>): AsyncGenerator<KeyCard> {
  for await (const outgoing of entries) yield cardOf(outgoing);
}

async function* write(entries: AsyncIterable<Outgoing>, { pages, paper }: Settings): AsyncGenerator<Piece> {
  const options = { onePerson: pages !== "compact", paper: Paper.parse(paper ?? "A4") };
  for await (const data of keyPages(cardsOf(entries), options)) yield { data };
}

/** Pages for the printer with a QR code for each authenticator, which every app scans. */
export const qrSheets: Format = {
  id: "qr-sheets",
  title: "QR sheets (PDF)",
  read: null,
  write: {
    form: "file",
    extension: "pdf",
    plain: true,
    carries: {
      ...everything,
      owner: true,
      refuses: (outgoing) => (fitsQr(writeKeyUri(outgoing)) ? null : text("formats.tooLongForQr")),
    },
    settings: [
      choice("pages", text("formats.settingPages"), ["person", "compact"]),
      choice("paper", text("formats.settingPaper"), ["A4", "US Letter"]),
    ],
    warnings: [text("formats.qrSheetsSecret")],
    write,
  },
};
