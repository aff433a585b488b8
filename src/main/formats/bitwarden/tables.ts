import { text } from "#shared/texts/text.ts";
import type { Candidate } from "../format.ts";
import type { ManagerTable } from "../manager-table.ts";
import { readOtpField } from "../otp-field.ts";
import type { Source } from "../source.ts";
import { withoutEntities } from "./items.ts";

/** The first row of Bitwarden Authenticator's table, which its other rows do not keep to. */
export const authenticatorHeads = "folder,favorite,type,name,login_uri,login_totp";

/** `login`'s columns, of which a person's table has `folder` and `favorite`, an organisation's `collections`. */
export const managerHeads = ["type", "name", "notes", "fields", "login_uri", "login_username", "login_totp"];

/** The password manager's table. */
export const managerTable: ManagerTable = {
  otp: ["login_totp"],
  title: ["name"],
  account: ["login_username"],
  archived: ["archiveddate"],
  groups: (cells) => [
    cells("folder"),
    ...cells("collections")
      .split(",")
      .map((name) => name.trim()),
  ],
  lost: [
    [["login_password"], text("formats.password")],
    [["login_uri"], text("formats.webAddress")],
    [["notes"], text("formats.note")],
    [["fields"], text("formats.otherFields")],
    [["favorite"], text("formats.favourite")],
  ],
};

/** `,,1,ISSUER,,ADDRESS,ISSUER,PERIOD,DIGITS` without quotes: an issuer with a comma is told by the address after it. */
const authenticatorRow = /^[^,]*,[^,]*,[^,]*,(.*?),,((?:otpauth|steam):\/\/[^,]*)/u;

/** Bitwarden Authenticator's table (AuthenticatorRepositoryImpl.kt). */
export async function* readAuthenticatorTable(source: Source): AsyncGenerator<Candidate> {
  const lines = (await source.text()).split(/\r\n?|\n/u);
  const headed = lines.findIndex((line) => line.trim() !== "");
  for (const [index, line] of lines.entries()) {
    if (index <= headed || line.trim() === "") continue;
    const at = index + 1;
    const [, issuer = "", written] = authenticatorRow.exec(line) ?? [];
    if (written === undefined) {
      yield { at, type: "", fault: text("formats.entryUnreadable") };
      continue;
    }
    const read = readOtpField(written, { at, issuer });
    yield { ...read, account: withoutEntities(read.account) };
  }
}
