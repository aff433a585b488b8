import { base32nopad } from "@scure/base";
import { text, type Text } from "#shared/texts/text.ts";
import type { Format, Outgoing, Piece, Settings } from "../format.ts";

/*
 * The body of a PATCH on directory/authenticationMethodDevices/hardwareOathDevices of Microsoft Graph (beta), which makes
 * many hardware tokens at once.
 */

const objectId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** The one place that a person's object id can be in. */
const refuses = ({ externalId }: Outgoing): Text | null =>
  objectId.test(externalId) ? null : text("formats.noObjectId");

const hashes = { SHA1: "hmacsha1", SHA256: "hmacsha256" } as const;

function deviceOf(outgoing: Outgoing, number: number, { manufacturer = "" }: Settings): object {
  const { serial, model, seed, period, algorithm, externalId } = outgoing;
  return {
    "@contentId": String(number),
    serialNumber: serial,
    manufacturer,
    model: model === "" ? "TOTP" : model,
    secretKey: base32nopad.encode(seed),
    timeIntervalInSeconds: period,
    hashFunction: algorithm === "SHA256" ? hashes.SHA256 : hashes.SHA1,
    assignTo: { id: externalId.toLowerCase() },
  };
}

async function* write(entries: AsyncIterable<Outgoing>, settings: Settings): AsyncGenerator<Piece> {
  yield { data: '{"@context":"#$delta","value":[' };
  let number = 0;
  for await (const outgoing of entries) {
    number += 1;
    yield { data: `${number === 1 ? "\n" : ",\n"}${JSON.stringify(deviceOf(outgoing, number, settings))}` };
  }
  yield { data: "\n]}\n" };
}

/** Hardware tokens for Microsoft Entra ID, as a body for Microsoft Graph. */
export const entraGraph: Format = {
  id: "entra-graph",
  title: "Entra/Graph",
  read: null,
  write: {
    form: "file",
    extension: "json",
    plain: true,
    carries: {
      kinds: ["totp"],
      algorithms: ["SHA1", "SHA256"],
      digits: [6],
      periods: [30, 60],
      // 128 letters of base32.
      keyBytes: { least: 1, most: 80 },
      owner: true,
      perPerson: 5,
      refuses,
    },
    settings: [
      {
        name: "manufacturer",
        label: text("formats.manufacturerSetting"),
        usual: "Countersign",
        secret: false,
        refuses: (value) => (value.trim() === "" ? text("formats.manufacturerMissing") : null),
      },
    ],
    warnings: [text("formats.entraTwice"), text("formats.entraActivate")],
    write,
  },
};
