import { text } from "#shared/texts/text.ts";
import type { Format, Outgoing, Piece } from "../format.ts";
import { wordOf } from "../names.ts";

/*
 * A fixture for Django's `loaddata` with the devices of django-otp (src/django_otp/plugins/otp_totp and otp_hotp). The
 * person is named by the natural key, which is the username; fields that are left out get the model's default.
 */

/** Characters of a device's name. */
const longestName = 64;

function fieldsOf({ username, label, serial, seed, digits }: Outgoing) {
  const name = label !== "" && [...label].length <= longestName ? label : serial;
  return { user: [username], name, confirmed: true, key: seed.toString("hex"), digits };
}

function deviceOf(outgoing: Outgoing): object {
  const fields = fieldsOf(outgoing);
  if (outgoing.kind === "hotp")
    return { model: "otp_hotp.hotpdevice", fields: { ...fields, counter: outgoing.counter } };
  const { period, drift, lastStep } = outgoing;
  return {
    model: "otp_totp.totpdevice",
    fields: { ...fields, step: period, t0: 0, tolerance: 1, drift, last_t: lastStep ?? -1 },
  };
}

async function* write(entries: AsyncIterable<Outgoing>): AsyncGenerator<Piece> {
  let before = "[\n";
  for await (const outgoing of entries) {
    yield { data: before + JSON.stringify(deviceOf(outgoing)) };
    before = ",\n";
  }
  yield { data: before === "[\n" ? "[]\n" : "\n]\n" };
}

/** Devices of django-otp, as a fixture that `loaddata` takes. */
export const djangoOtp: Format = {
  id: "django-otp",
  title: "django-otp",
  read: null,
  write: {
    form: "file",
    extension: "json",
    plain: true,
    carries: {
      kinds: ["totp", "hotp"],
      algorithms: ["SHA1"],
      digits: [6, 8],
      periods: [30, 60],
      keyBytes: { least: 1, most: 40 },
      owner: true,
      perPerson: null,
      refuses: ({ username }) => wordOf(username),
    },
    settings: [],
    warnings: [text("formats.djangoPeople"), text("formats.djangoTwice")],
    write,
  },
};
