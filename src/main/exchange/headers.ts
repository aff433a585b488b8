import { ImportField, type ImportPreset, type Mapping } from "#shared/contract/exchange.ts";
import { nameKey, sortKey } from "#shared/model/text.ts";

/**
 * What columns are called in real exports (English, German, French, Spanish; Active Directory, LDAP, HR
 * systems), the surest first. Compared without case, accents, blanks and punctuation.
 */
const names: Readonly<Record<ImportField, readonly string[]>> = {
  username: [
    "username",
    "benutzername",
    "nomdutilisateur",
    "nombredeusuario",
    "login",
    "loginname",
    "logon",
    "logonname",
    "samaccountname",
    "anmeldename",
    "accountname",
    "account",
    "kontoname",
    "kennung",
    "benutzerkennung",
    "uid",
    "userprincipalname",
    "upn",
    "userid",
    "user",
    "benutzer",
    "utilisateur",
    "usuario",
    "identifiant",
    "cuenta",
  ],
  name: [
    "name",
    "displayname",
    "anzeigename",
    "fullname",
    "vollername",
    "vollstandigername",
    "nomcomplet",
    "nombrecompleto",
    "nomaffiche",
    "commonname",
    "cn",
  ],
  firstName: ["firstname", "givenname", "vorname", "prenom", "nombre", "forename", "rufname", "nombredepila"],
  lastName: [
    "lastname",
    "surname",
    "familyname",
    "nachname",
    "familienname",
    "nom",
    "nomdefamille",
    "apellido",
    "apellidos",
    "sn",
  ],
  email: [
    "email",
    "emailaddress",
    "mail",
    "mailaddress",
    "emailadresse",
    "mailadresse",
    "courriel",
    "adressemail",
    "adresseemail",
    "adresseelectronique",
    "correo",
    "correoelectronico",
    "primarysmtpaddress",
    "workemail",
  ],
  externalId: [
    "externalid",
    "employeeid",
    "employeenumber",
    "personalnummer",
    "personalnr",
    "persnr",
    "mitarbeiternummer",
    "mitarbeiternr",
    "matricule",
    "numeroemploye",
    "numerodeempleado",
    "staffid",
    "staffnumber",
    "badge",
    "studentid",
    "matrikelnummer",
    "immutableid",
    "objectguid",
  ],
  groups: [
    "groups",
    "group",
    "gruppen",
    "gruppe",
    "groupes",
    "groupe",
    "grupos",
    "grupo",
    "memberof",
    "department",
    "departments",
    "abteilung",
    "abteilungen",
    "departement",
    "service",
    "departamento",
    "team",
    "orgunit",
    "organisationseinheit",
  ],
  status: [
    "status",
    "state",
    "zustand",
    "etat",
    "statut",
    "estado",
    "enabled",
    "aktiv",
    "active",
    "actif",
    "activo",
    "aktiviert",
    "accountenabled",
    "accountstatus",
    "useraccountcontrol",
  ],
  notes: [
    "notes",
    "note",
    "comment",
    "comments",
    "remarks",
    "remark",
    "notizen",
    "notiz",
    "bemerkung",
    "bemerkungen",
    "kommentar",
    "anmerkung",
    "remarque",
    "remarques",
    "commentaire",
    "notas",
    "comentario",
    "comentarios",
    "observaciones",
    "description",
    "beschreibung",
  ],
};

const plain = (header: string): string => sortKey(header.normalize("NFC")).replaceAll(/[^\p{L}\p{N}]/gu, "");

/** Name -> field, and how sure it is: 0 is surest. */
const known = new Map(
  ImportField.options.flatMap((field) => names[field].map((name, rank) => [name, { field, rank }] as const)),
);

/** @returns what a column of this name is, or null */
export const fieldOfHeader = (header: string): ImportField | null => known.get(plain(header))?.field ?? null;

/** Which column holds what, by the columns' names. Of two for one field the surer one, then the first, is taken. */
export function mappingFromHeaders(headers: readonly string[]): Mapping {
  const found = new Map<ImportField, { index: number; rank: number }>();
  headers.forEach((header, index) => {
    const entry = known.get(plain(header));
    if (!entry) return;
    const other = found.get(entry.field);
    if (!other || entry.rank < other.rank) found.set(entry.field, { index, rank: entry.rank });
  });
  return Object.fromEntries([...found].map(([field, { index }]) => [field, index]));
}

const sameHeader = (a: string, b: string): boolean => nameKey(a.trim()) === nameKey(b.trim());

/** The mapping of a preset for these columns; null when one of its columns is missing. */
function mappingFromPreset(preset: ImportPreset, headers: readonly string[]): Mapping | null {
  const entries = Object.entries(preset.headers).map(
    ([field, name]) => [field, headers.findIndex((header) => sameHeader(header, name))] as const,
  );
  return entries.length === 0 || entries.some(([, index]) => index < 0) ? null : Object.fromEntries(entries);
}

/** The preset that fits these columns and names most of them, or else the columns' names. */
export function proposeMapping(
  headers: readonly string[],
  presets: readonly ImportPreset[],
): { mapping: Mapping; preset: string | null } {
  const fitting = presets
    .flatMap((preset) => {
      const mapping = mappingFromPreset(preset, headers);
      return mapping ? [{ mapping, preset: preset.name }] : [];
    })
    .toSorted((a, b) => Object.keys(b.mapping).length - Object.keys(a.mapping).length);
  return fitting[0] ?? { mapping: mappingFromHeaders(headers), preset: null };
}
