import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { Format, Reading, Writing } from "./format.ts";
import { auth0 } from "./auth0/auth0.ts";
import { authelia } from "./authelia/authelia.ts";
import { djangoOtp } from "./django-otp/django-otp.ts";
import { entraGraph } from "./entra-graph/entra-graph.ts";
import { freeradius } from "./freeradius/freeradius.ts";
import { googleAuthenticator } from "./google-authenticator/google-authenticator.ts";
import { keycloak } from "./keycloak/keycloak.ts";
import { keycloakUsers } from "./keycloak/keycloak-users.ts";
import { pamOath } from "./pam-oath/pam-oath.ts";
import { onePassword } from "./1password/1password.ts";
import { aegis } from "./aegis/aegis.ts";
import { andotp } from "./andotp/andotp.ts";
import { countersignBackup } from "./countersign-backup/countersign-backup.ts";
import { bitwarden } from "./bitwarden/bitwarden.ts";
import { deepnet } from "./deepnet/deepnet.ts";
import { ente } from "./ente/ente.ts";
import { freeipa } from "./freeipa/freeipa.ts";
import { freeotpPlus } from "./freeotp-plus/freeotp-plus.ts";
import { freeotp } from "./freeotp/freeotp.ts";
import { keepass } from "./keepass/keepass.ts";
import { lastpass } from "./lastpass/lastpass.ts";
import { otpauthMigration } from "./otpauth-migration/otpauth-migration.ts";
import { otpauth } from "./otpauth/otpauth.ts";
import { picture } from "./picture/picture.ts";
import { privacyidea } from "./privacyidea/privacyidea.ts";
import { protonAuthenticator } from "./proton-authenticator/proton-authenticator.ts";
import { protonPass } from "./proton-pass/proton-pass.ts";
import { pskc, pskcPlain, pskcStrong } from "./pskc/pskc.ts";
import { qrSheets } from "./qr-sheets/qr-sheets.ts";
import { raivo } from "./raivo/raivo.ts";
import { seedTables } from "./seed-table/tables.ts";
import type { Source } from "./source.ts";
import { stratum } from "./stratum/stratum.ts";
import { thales } from "./thales/thales.ts";
import { twofas } from "./twofas/twofas.ts";
import { watchguard } from "./watchguard/watchguard.ts";
import { winauth } from "./winauth/winauth.ts";

/** Every foreign format of seeds. The first one that recognises a file reads it: exact ones stand before lenient ones. */
export const formats: readonly Format[] = [
  countersignBackup,
  keycloak,
  keycloakUsers,
  authelia,
  pamOath,
  googleAuthenticator,
  freeradius,
  djangoOtp,
  auth0,
  entraGraph,
  aegis,
  pskc,
  pskcStrong,
  pskcPlain,
  freeipa,
  watchguard,
  privacyidea,
  thales,
  deepnet,
  bitwarden,
  protonAuthenticator,
  protonPass,
  onePassword,
  keepass,
  ente,
  twofas,
  stratum,
  freeotpPlus,
  freeotp,
  picture,
  qrSheets,
  lastpass,
  raivo,
  winauth,
  otpauthMigration,
  otpauth,
  andotp,
  ...seedTables,
];

export type ReadFormat = Format & { read: Reading };
export type WrittenFormat = Format & { write: Writing };

const isWritten = (format: Format): format is WrittenFormat => format.write !== null;
const isRead = (format: Format): format is ReadFormat => format.read !== null;

const titlesOf = (of: readonly Format[]): string[] => of.map(({ title }) => title);

/** @throws AppError FORMAT_UNKNOWN, naming what there is */
function named(id: string): Format {
  const found = formats.find((format) => format.id === id.trim().toLowerCase().replaceAll("_", "-"));
  if (found) return found;
  throw new AppError("FORMAT_UNKNOWN", {
    text: text("formats.noFormat", { format: id, formats: formats.map((format) => format.id) }),
  });
}

/** The format with this id that the console writes. @throws AppError FORMAT_UNKNOWN */
export function writtenFormat(id: string): WrittenFormat {
  const format = named(id);
  if (isWritten(format)) return format;
  throw new AppError("FORMAT_UNKNOWN", { text: text("formats.notWritten", { format: format.title }) });
}

/**
 * The format of a file: by its content, or the one that somebody named.
 *
 * @throws AppError FORMAT_UNKNOWN
 */
export function formatOf(source: Source, id?: string): ReadFormat {
  if (id !== undefined) {
    const format = named(id);
    if (isRead(format)) return format;
    throw new AppError("FORMAT_UNKNOWN", { text: text("formats.notRead", { format: format.title }) });
  }
  const readable = formats.filter(isRead);
  const found = readable.find(({ read }) => read.detect(source));
  if (found) return found;
  throw new AppError("FORMAT_UNKNOWN", { text: text("formats.unknown", { formats: titlesOf(readable) }) });
}
