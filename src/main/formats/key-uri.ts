import { base32nopad } from "@scure/base";
import { generateURI } from "otplib";
import { text } from "#shared/texts/text.ts";
import type { Candidate, Outgoing } from "./format.ts";

/** `otpauth://…` anywhere at the beginning of a line. */
export const looksLikeKeyUri = (written: string): boolean => /^\s*otpauth:\/\//iu.test(written);

/** Names with a stray percent sign, or a plus for a space, occur. */
function decoded(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}

const numberOf = (written: string | undefined): number | undefined =>
  written === undefined || written.trim() === ""
    ? undefined
    : /^\d{1,16}$/u.test(written.trim())
      ? Number(written)
      : NaN;

/**
 * Parameters by their names in lower case; of a name that is there twice, the first. What was copied out of a page or an XML
 * file has `&amp;` between them.
 */
export function parametersOf(query: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of query.split(/&(?:amp;)*/iu)) {
    const at = part.indexOf("=");
    const name = (at < 0 ? part : part.slice(0, at)).trim().toLowerCase();
    if (name !== "" && !found.has(name)) found.set(name, at < 0 ? "" : part.slice(at + 1));
  }
  return found;
}

/**
 * `Issuer:account`; the colon may be encoded, and blanks may follow it (Key URI format).
 *
 * @param path as in the URI
 * @param named the issuer by its parameter: where the label begins with it, colons in it are no end of it
 */
function labelOf(path: string, named: string | undefined): { issuer: string | undefined; account: string } {
  const written = decoded(path);
  if (named && written.startsWith(`${named}:`))
    return { issuer: named, account: written.slice(named.length + 1).trim() };
  const plain = path.indexOf(":");
  const [whole, at] = plain < 0 ? [written, written.indexOf(":")] : [path, plain];
  if (at < 0) return { issuer: undefined, account: decoded(whole).trim() };
  return { issuer: decoded(whole.slice(0, at)).trim(), account: decoded(whole.slice(at + 1)).trim() };
}

/** What programs add of their own (FreeOTP, andOTP, WinAuth), and the console has no place for. */
const others = [
  ["image", "formats.icon"],
  ["icon", "formats.icon"],
  ["tags", "formats.tags"],
  ["color", "formats.colour"],
  ["lock", "formats.lock"],
] as const;

/** privacyIDEA: the key is made of this one and of what the phone has added. */
const isHalf = (parameters: ReadonlyMap<string, string>): boolean =>
  [...parameters.keys()].some((name) => name.startsWith("2step_"));

/**
 * `otpauth://TYPE/LABEL?PARAMETERS` (Key URI format: https://github.com/google/google-authenticator/wiki/Key-Uri-Format).
 * By hand, because exports hold what no URL parser takes: a raw `#` in a label, blanks, no label at all.
 *
 * @param written one URI
 */
export function readKeyUri(written: string, at: number): Candidate {
  const found = /^\s*otpauth:\/\/([^/?]*)\/?([^?]*)(?:\?(.*))?$/isu.exec(written.trim());
  if (!found) return { at, type: "otpauth", fault: text("formats.noKeyUri") };
  const [, type = "", path = "", query = ""] = found;
  const parameters = parametersOf(query.replace(/#[^&=]*$/u, ""));
  const value = (name: string): string | undefined => {
    const raw = parameters.get(name);
    return raw === undefined ? undefined : decoded(raw.replaceAll("+", " ")).trim();
  };
  const label = labelOf(path, value("issuer"));
  // Ente and Stratum write a kind of their own as a parameter of one that is not.
  const steam = value("encoder")?.toLowerCase() === "steam" || parameters.has("steam");
  return {
    at,
    type: steam ? "steam" : type,
    issuer: value("issuer") || label.issuer,
    account: label.account,
    secret: { base32: value("secret") ?? "" },
    algorithm: value("algorithm"),
    digits: numberOf(value("digits")),
    period: numberOf(value("period")),
    counter: numberOf(value("counter")),
    notKept: others.filter(([name]) => value(name)).map(([, lost]) => text(lost)),
    ...(isHalf(parameters) ? { fault: text("formats.keyHalf") } : {}),
  };
}

/** As every authenticator app reads it. */
export function writeKeyUri({ issuer, account, seed, kind, algorithm, digits, period, counter }: Outgoing): string {
  const hash = algorithm.toLowerCase() as "sha1" | "sha256" | "sha512";
  const common = { issuer, label: account, secret: base32nopad.encode(seed), algorithm: hash, digits };
  return kind === "hotp"
    ? generateURI({ ...common, strategy: "hotp", counter })
    : generateURI({ ...common, strategy: "totp", period });
}
