import { text, type Text } from "#shared/texts/text.ts";
import type { Candidate, Owner } from "../format.ts";
import { at, childOf, type Element, textAt } from "../xml.ts";
import { profileOf } from "./algorithms.ts";
import { type Keys, type Sealed, sealedValue } from "./keys.ts";
import { numberOf } from "./numbers.ts";
import { ownerOf } from "./owner.ts";
import { datesIn, rulesIn, short } from "./policy.ts";

const keysIn = (keyPackage: Element): Element[] => keyPackage.children.filter(({ name }) => name === "Key");

const values = ["Secret", "Counter", "Time", "TimeInterval", "TimeDrift"] as const;
type Value = (typeof values)[number];

/** Every encrypted value in a package. */
export const sealedIn = (keyPackage: Element): Sealed[] =>
  keysIn(keyPackage).flatMap((key) => {
    const data = childOf(key, "Data");
    return values.map((name) => sealedValue(childOf(data, name))).filter((one) => one !== null);
  });

/** A value as it is in the file, or decrypted; a text says why it cannot be had. */
type Read = string | Buffer | Text | undefined;

const isFault = (read: Read): read is Text => typeof read === "object" && "key" in read;

function valueIn(data: Element | undefined, name: Value, keys: Keys | null): Read {
  const value = childOf(data, name);
  const sealed = sealedValue(value);
  if (sealed !== null && keys !== null) return keys.open(sealed);
  return textAt(value, "PlainValue");
}

const numberIn = (read: Read): number | undefined => (read === undefined || isFault(read) ? undefined : numberOf(read));

/** What a file says and the console has no place for, beside what `rulesIn` names. */
function otherwise(device: Element | undefined, keyPackage: Element, key: Element, drift: number | undefined): Text[] {
  const named = [
    childOf(device, "IssueNo"),
    childOf(device, "DeviceBinding"),
    childOf(keyPackage, "CryptoModuleInfo"),
    childOf(key, "KeyProfileId"),
    childOf(device, "Extensions") ?? childOf(keyPackage, "Extensions") ?? childOf(key, "Extensions"),
  ].filter((element) => element !== undefined);
  return [
    ...named.map(({ name }) => text("formats.pskcElement", { name })),
    ...(drift === undefined || drift === 0 ? [] : [text("formats.drift")]),
  ];
}

/** Usually `AlgorithmParameters`; the drafts before RFC 6030 called it `Usage`. */
const parametersOf = (key: Element): Element | undefined =>
  childOf(key, "AlgorithmParameters") ?? (at(key, "Usage", "ResponseFormat") ? childOf(key, "Usage") : undefined);

const typeOf = (key: Element): string =>
  profileOf(key.attributes.get("Algorithm") ?? key.attributes.get("KeyAlgorithm"));

/** What makes codes that are not those of RFC 4226 and RFC 6238. */
function formFault(key: Element, time: number | undefined): Text | null {
  if (!["hotp", "totp"].includes(typeOf(key))) return null;
  const parameters = parametersOf(key);
  const format = childOf(parameters, "ResponseFormat");
  const encoding = format?.attributes.get("Encoding") ?? format?.attributes.get("Format") ?? "DECIMAL";
  const check = format?.attributes.get("CheckDigits") ?? format?.attributes.get("CheckDigit") ?? "false";
  if (encoding.toUpperCase() !== "DECIMAL") return text("formats.pskcEncoding", { encoding: short(encoding) });
  if (!["false", "0"].includes(check.toLowerCase())) return text("formats.pskcCheckDigit");
  if (time !== undefined && time !== 0) return text("formats.pskcTime");
  if (parameters === undefined && childOf(key, "KeyProfileId")) return text("formats.pskcProfile");
  return null;
}

const lengthIn = (format: Element | undefined): number | undefined => {
  const written = format?.attributes.get("Length");
  return written === undefined ? undefined : /^\d{1,3}$/u.test(written) ? Number(written) : Number.NaN;
};

/** privacyIDEA writes the hash as an attribute, which its own import does not read. */
function hashIn(key: Element): string | undefined {
  const suite = childOf(parametersOf(key), "Suite");
  return suite?.text || suite?.attributes.get("hashalgo");
}

/** The two slots of a YubiKey stand where others name a person. */
function ownerIn(device: Element | undefined, key: Element): Partial<Owner> | undefined {
  const written = textAt(key, "UserId") ?? textAt(device, "UserId");
  return written === undefined || textAt(device, "Manufacturer") === "oath.UB" ? undefined : ownerOf(written);
}

function faultOf(key: Element, secret: Read, others: readonly Read[], rules: Text | null): Text | null {
  const unread = [secret, ...others].find(isFault);
  if (unread) return unread;
  if (secret === undefined && childOf(key, "KeyReference")) return text("formats.pskcKeyElsewhere");
  return rules;
}

function candidateOf(keyPackage: Element, key: Element, index: number, keys: Keys | null): Candidate {
  const device = childOf(keyPackage, "DeviceInfo");
  const data = childOf(key, "Data");
  const [secret, ...others] = values.map((name) => valueIn(data, name, keys));
  const [counter, time, period, drift] = others.map(numberIn);
  const policy = rulesIn(childOf(key, "Policy"));
  const id = key.attributes.get("Id") ?? key.attributes.get("KeyId");
  const model = [textAt(device, "Manufacturer"), textAt(device, "Model")].filter(Boolean).join(" ");
  const fault = faultOf(key, secret, others, policy.fault ?? formFault(key, time));
  return {
    at: index,
    type: typeOf(key),
    issuer: textAt(key, "Issuer"),
    account: textAt(key, "FriendlyName"),
    secret: Buffer.isBuffer(secret) ? { bytes: secret } : typeof secret === "string" ? { base64: secret } : undefined,
    algorithm: hashIn(key),
    digits: lengthIn(childOf(parametersOf(key), "ResponseFormat")),
    period,
    counter,
    serial: textAt(device, "SerialNo") ?? id,
    model,
    owner: ownerIn(device, key),
    notKept: [...datesIn(device), ...policy.notKept, ...otherwise(device, keyPackage, key, drift)],
    ...(fault === null ? {} : { fault }),
  };
}

/** The entries of a package: one, or in files of older drafts several; one without a key says so. */
export function* candidatesIn(keyPackage: Element, first: number, keys: Keys | null): Generator<Candidate> {
  const found = keysIn(keyPackage);
  if (found.length === 0) yield { at: first, type: "", fault: text("formats.noSecret") };
  for (const [offset, key] of found.entries()) yield candidateOf(keyPackage, key, first + offset, keys);
}
