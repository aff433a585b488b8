import type { SeedField } from "#shared/contract/seeds.ts";
import type { TokenKind } from "#shared/model/records.ts";
import { headerKeys, plain } from "../csv/columns/header-key.ts";
import { namedFieldOf } from "../csv/columns/propose.ts";

/*
 * What the columns of tables of seeds are called: by token makers, by verifiers, and by people who made a table by hand.
 */

/** The surest first: of two columns for one field, the one whose name comes first is used. */
const names: Readonly<Record<Exclude<SeedField, "username" | "name" | "email" | "externalId">, string>> = {
  serial: `serial number, serial, serial no, token serial, token serial number, serialnumber, esn, token id, token identifier
    token number, device serial, device id, device serial number, hardware serial, hardware id, token, reference, sn
    seriennummer, tokennummer, numéro de série, número de serie, numero di serie, número de série, serienummer, numer seryjny
    sériové číslo, sorozatszám, sarjanumero, серийный номер, シリアル番号, シリアルナンバー, 序列号, 일련 번호`,
  secret: `secret key, secret, seed, shared secret, otp secret, totp secret, hotp secret, oath secret, otp key, otpkey, oath key
    token key, tokenkey, hmac key, token seed, otp seed, totp seed, hotp seed, seed value, seed key, seed record, secret seed
    secret key hex, secret key base32, secret hex, secret base32, hex secret, base32 secret, seed hex, seed base32, hex seed
    base32 seed, key hex, key base32, hex key, base32 key, totp key, hotp key, key, private key, authenticator key, otp
    geheimnis, geheimer schlüssel, schlüssel, clé secrète, clé, clave secreta, clave, chiave segreta, chiave, sleutel, klucz`,
  type: `token type, otp type, oath type, type, kind, mode, otp mode, tokentyp, typ, tipo, token kind`,
  algorithm: `hash algorithm, hash function, hash, algorithm, algo, otp algorithm, hmac algorithm, hash algo, hashlib, sha
    algorithmus, algorithme, algoritmo, crypto, suite`,
  digits: `digits, otp length, otp digits, code length, number of digits, code digits, otplen, length, otp len, token length
    stellen, ziffern, chiffres, dígitos, cifre`,
  period: `time interval, timeinterval, interval, period, time step, timestep, step, otp interval, time period, refresh interval
    time window, refresh, interval in seconds, time interval in seconds, period seconds, zeitintervall, intervall, intervalle, intervalo`,
  counter: `counter, moving factor, movingfactor, hotp counter, event counter, next counter, initial counter, start counter
    zähler, compteur, contador, contatore`,
  model: `model, device model, token model, hardware model, product, product name, token name, modell, modèle, modelo, modello`,
  issuer: `issuer, service, service name, provider, aussteller, issuer name`,
  account: `account name, account, label, account label, kontoname`,
};

const owners = `upn, user principal name, userprincipalname, user, username, user id, userid, login, owner, assigned to, assignedto
  assigned user, assignee, token owner, besitzer, inhaber, zugewiesen an, benutzer, propriétaire, propietario`;

const split = (list: string): string[] => list.split(/[,\n]/u).map(plain);

interface Named {
  readonly field: SeedField;
  /** Smaller is surer. */
  readonly rank: number;
}

const known: ReadonlyMap<string, Named> = new Map(
  [...Object.entries(names), ["username", owners] as const].flatMap(([field, list]) =>
    split(list).map((key, rank) => [key, { field: field as SeedField, rank }] as const),
  ),
);

/** Of names that nobody has thought of yet, these words tell: what is passed over would be taken for the usual. */
const lookalikes: readonly (readonly [RegExp, SeedField])[] = [
  [/serial/u, "serial"],
  [/secret|seed/u, "secret"],
  [/counter|movingfactor/u, "counter"],
  [/(?:otp|time|code|token).*(?:period|interval)|timestep/u, "period"],
  [/(?:otp|code|token|of).*digits|otplength|codelength/u, "digits"],
  [/algorithm|hashfunction/u, "algorithm"],
  [/^userprincip(?:al|le)name/u, "username"],
];

const ofPeople: ReadonlySet<string> = new Set(["username", "name", "email", "externalId"]);

/** @returns what a column of this name says; null if the name tells nothing */
export function fieldOfHeading(heading: string): Named | null {
  for (const key of headerKeys(heading)) {
    const found = known.get(key);
    if (found) return found;
  }
  const [key = ""] = headerKeys(heading);
  const like = lookalikes.find(([word]) => word.test(key));
  if (like) return { field: like[1], rank: 90 };
  const person = namedFieldOf(heading);
  return person !== null && ofPeople.has(person) ? { field: person as SeedField, rank: 100 } : null;
}

/** Some say in which form the keys are: `Secret Key (HEX)`. */
export function formInHeading(heading: string): "hex" | "base32" | null {
  const hex = /\bhex|hex\b/iu.test(heading);
  return hex === /base[ -]?32/iu.test(heading) ? null : hex ? "hex" : "base32";
}

/** And for which codes: `HOTP Seed`, `HmacOtp-Secret-Base32`. */
export function kindInHeading(heading: string): TokenKind | null {
  const key = plain(heading);
  return /hotp|hmacotp/u.test(key) ? "hotp" : /totp|timeotp/u.test(key) ? "totp" : null;
}

/** Whether what stands below a heading is not to be shown, whatever it is. */
export const isOfSecrets = (heading: string): boolean =>
  /secret|seed|key|schl(?:ü|ue)ssel|geheim|pass|pin\b|puk|code|otp(?!\s*(?:type|length|digits|mode|interval|len))|token\s*data|otpauth/iu.test(
    heading,
  );

/** The columns by what they say; of two for one field the surer. */
export function proposedColumns(headings: readonly string[]): Partial<Record<SeedField, number>> {
  const best = new Map<SeedField, { index: number; rank: number }>();
  for (const [index, heading] of headings.entries()) {
    const found = fieldOfHeading(heading);
    if (found === null) continue;
    const before = best.get(found.field);
    if (before === undefined || found.rank < before.rank) best.set(found.field, { index, rank: found.rank });
  }
  return Object.fromEntries([...best].map(([field, { index }]) => [field, index]));
}
