import { text, type Text } from "#shared/texts/text.ts";
import type { Candidate, Secret } from "../format.ts";
import { looksLikeKeyUri, parametersOf } from "../key-uri.ts";
import { type Login, readOtpField } from "../otp-field.ts";
import { seedOf } from "../secret.ts";
import type { KeepassEntry } from "./entries.ts";

/*
 * The attributes in which KeePass programs keep what makes one-time passwords: `otp` (KeePassXC's totp.cpp; KeeOtp), `TOTP
 * Seed` and `TOTP Settings` (KeeTrayTOTP), `TimeOtp-…` and `HmacOtp-…` (https://keepass.info/help/base/placeholders.html#otp).
 */

type Strings = ReadonlyMap<string, string>;

const standard = new Set(["Title", "UserName", "Password", "URL", "Notes"]);
const oneTime = /^(?:otp|TOTP (?:Seed|Settings)|(?:TimeOtp|HmacOtp)-.*)$/u;

const numberOf = (written: string | undefined): number | undefined => {
  const bare = written?.trim() ?? "";
  return bare === "" ? undefined : /^\d{1,15}$/u.test(bare) ? Number(bare) : NaN;
};

/** In KeePassXC's addresses, these stand for an empty title and an empty name. */
const placeholders = { issuer: "KeePassXC", account: "none" } as const;

/** @param login of which what is empty in the entry is empty */
export function readOtp(written: string, login: Login): Candidate {
  if (/(?:^|&)key=/u.test(written)) return readKeeOtp(written, login);
  const read = readOtpField(written, login);
  if (!looksLikeKeyUri(written)) return read;
  const named = (name: "issuer" | "account"): string | undefined =>
    read[name] === placeholders[name] && !login[name] ? "" : read[name];
  return { ...read, issuer: named("issuer"), account: named("account") };
}

function decoded(written: string | undefined): string | undefined {
  try {
    return written === undefined ? undefined : decodeURIComponent(written);
  } catch {
    return written;
  }
}

/** `key=…&size=8&step=60&type=Hotp&counter=5&otpHashMode=Sha256&encoding=Hex` */
function readKeeOtp(written: string, login: Login): Candidate {
  const parameters = parametersOf(written.trim());
  const value = (name: string): string | undefined => decoded(parameters.get(name));
  const key = value("key") ?? "";
  const encodings = new Map<string, Secret>([
    ["base32", { base32: key }],
    ["hex", { hex: key }],
    ["base64", { base64: key }],
    ["utf8", { bytes: Buffer.from(key, "utf8") }],
  ]);
  const secret = encodings.get((value("encoding") ?? "base32").toLowerCase());
  return {
    ...login,
    type: (value("type") ?? "totp").toLowerCase(),
    secret,
    algorithm: value("otphashmode"),
    digits: numberOf(value("size")),
    period: numberOf(value("step")),
    counter: numberOf(value("counter")),
    fault: secret === undefined ? text("formats.entryUnreadable") : undefined,
  };
}

/** `30;6`, `30;S` for Steam, and what may follow after another semicolon is the address of a clock. */
function readSeed(strings: Strings, login: Login): Candidate[] {
  const seed = strings.get("TOTP Seed")?.trim() ?? "";
  if (seed === "") return [];
  const [period, digits] = (strings.get("TOTP Settings") ?? "").split(";");
  const isSteam = digits?.trim().toUpperCase() === "S";
  return [
    {
      ...login,
      type: isSteam ? "steam" : "totp",
      secret: { base32: seed },
      digits: isSteam ? undefined : numberOf(digits),
      period: numberOf(period),
    },
  ];
}

/** @param kind of the attributes `KIND-Secret`, `KIND-Secret-Hex` … */
function secretOf(strings: Strings, kind: string): Secret | null {
  const value = (name: string): string => strings.get(`${kind}-Secret${name}`) ?? "";
  if (value("") !== "") return { bytes: Buffer.from(value(""), "utf8") };
  if (value("-Hex") !== "") return { hex: value("-Hex") };
  if (value("-Base32") !== "") return { base32: value("-Base32") };
  return value("-Base64") === "" ? null : { base64: value("-Base64") };
}

function readKeepass(strings: Strings, login: Login): Candidate[] {
  const time = secretOf(strings, "TimeOtp");
  const counted = secretOf(strings, "HmacOtp");
  const found: Candidate[] = [];
  if (time) {
    found.push({
      ...login,
      type: "totp",
      secret: time,
      algorithm: strings.get("TimeOtp-Algorithm"),
      digits: numberOf(strings.get("TimeOtp-Length")),
      period: numberOf(strings.get("TimeOtp-Period")),
    });
  }
  if (counted) {
    found.push({ ...login, type: "hotp", secret: counted, counter: numberOf(strings.get("HmacOtp-Counter")) });
  }
  return found;
}

function notKept({ strings, group, hasTags, hasIcon, hasAttachments }: KeepassEntry): Text[] {
  const lost: Text[] = [];
  if (group !== "") lost.push(text("formats.group", { name: group }));
  if (strings.get("Password")) lost.push(text("formats.password"));
  if (strings.get("URL")) lost.push(text("formats.webAddress"));
  if (strings.get("Notes")) lost.push(text("formats.note"));
  const others = [...strings].filter(([name, value]) => value !== "" && !standard.has(name) && !oneTime.test(name));
  if (others.length > 0) lost.push(text("formats.otherFields"));
  if (hasAttachments) lost.push(text("formats.attachments"));
  if (hasTags) lost.push(text("formats.tags"));
  if (hasIcon) lost.push(text("formats.icon"));
  return lost;
}

/** What makes the codes, to tell the same thing in two programs' attributes from two things. */
function essence({ type, secret, digits = 6, period = 30, algorithm = "SHA1", counter }: Candidate): string {
  const seed = seedOf(secret);
  const hash = algorithm.toUpperCase().replaceAll(/[^A-Z0-9]|^HMAC/gu, "");
  return [type, "key" in seed ? "" : seed.toString("hex"), digits, period, hash, counter].join();
}

/** Of one entry: those of several programs can stand beside each other. An entry without one is no authenticator. */
export function candidatesOf(entry: KeepassEntry): Candidate[] {
  const { strings } = entry;
  const login = {
    at: 0,
    issuer: strings.get("Title"),
    account: strings.get("UserName"),
    disabled: entry.inBin,
    notKept: notKept(entry),
  };
  const otp = strings.get("otp")?.trim() ?? "";
  const found = [
    ...(otp === "" ? [] : [readOtp(otp, login)]),
    ...readSeed(strings, login),
    ...readKeepass(strings, login),
  ];
  return [...new Map(found.toReversed().map((one) => [essence(one), one])).values()].toReversed();
}
