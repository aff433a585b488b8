import { z } from "zod";
import { text, type Text } from "#shared/texts/text.ts";
import { damaged } from "../faults.ts";
import type { Candidate, Owner, Secret } from "../format.ts";
import { beginsWithNames, numeric } from "../json.ts";
import { jsonParts } from "../json-parts.ts";
import type { Source } from "../source.ts";

/*
 * A realm as Keycloak exports it (`kc.sh export`), whole or in files of some people each, and what its partial import takes:
 * `users[].credentials[]`. Both halves of a credential are JSON in a string (OTPCredentialData, OTPSecretData).
 */

const optional = z.string().nullish();

const Credential = z.looseObject({
  type: z.string(),
  userLabel: optional,
  credentialData: optional,
  secretData: optional,
  // Before version 8 the same stood beside the type.
  hashedSaltedValue: optional,
  value: optional,
  algorithm: optional,
  digits: numeric.nullish(),
  period: numeric.nullish(),
  counter: numeric.nullish(),
});
type Credential = z.infer<typeof Credential>;

const Person = z.looseObject({
  id: optional,
  username: optional,
  firstName: optional,
  lastName: optional,
  email: optional,
  enabled: z.boolean().nullish(),
  credentials: z.array(z.unknown()).nullish(),
});

const Data = z.looseObject({
  subType: z.string(),
  algorithm: optional,
  digits: numeric.nullish(),
  period: numeric.nullish(),
  counter: numeric.nullish(),
  secretEncoding: optional,
});

const SecretData = z.looseObject({ value: z.string() });

/** A JSON string in a string. Nothing in it is deep, so that its size bounds the work. */
function inString<T extends z.ZodType>(written: string | null | undefined, form: T): z.output<T> | null {
  if (!written || written.length > 16_384) return null;
  try {
    return form.safeParse(JSON.parse(written)).data ?? null;
  } catch {
    return null;
  }
}

/** Without an encoding the text itself is the key. */
function secretOf(value: string, encoding: string | null | undefined): Secret | null {
  if (!encoding) return { bytes: Buffer.from(value, "utf8") };
  return encoding.toUpperCase() === "BASE32" ? { base32: value } : null;
}

type Read = Pick<Candidate, "type" | "fault" | "secret" | "algorithm" | "digits" | "period" | "counter">;

function parametersOf(credential: Credential): Read {
  if (credential.type !== "otp") {
    const { type, algorithm, digits, period, counter, hashedSaltedValue, value } = credential;
    const secret = { bytes: Buffer.from(hashedSaltedValue ?? value ?? "", "utf8") };
    return { type, secret, ...numbersOf(type, { algorithm, digits, period, counter }) };
  }
  const data = inString(credential.credentialData, Data);
  const sealed = inString(credential.secretData, SecretData);
  if (data === null || sealed === null) return { type: "otp", fault: text("formats.entryUnreadable") };
  const secret = secretOf(sealed.value, data.secretEncoding);
  if (secret === null) {
    return { type: data.subType, fault: text("formats.keyForm", { form: data.secretEncoding ?? "" }) };
  }
  return { type: data.subType, secret, ...numbersOf(data.subType, data) };
}

/** Of a time-based one the counter is always there and 0; of a counter-based one the step is. */
function numbersOf(
  type: string,
  { algorithm, digits, period, counter }: Pick<Credential, "algorithm" | "digits" | "period" | "counter">,
): Pick<Candidate, "algorithm" | "digits" | "period" | "counter"> {
  const common = { algorithm: algorithm ?? undefined, digits: digits ?? undefined };
  return type === "hotp" ? { ...common, counter: counter ?? undefined } : { ...common, period: period ?? undefined };
}

const isOath = (type: unknown): boolean => type === "otp" || type === "totp" || type === "hotp";

const Typed = z.looseObject({ type: z.string() });

/** A credential of another kind, such as a password, is no authenticator. */
function isOther(credential: unknown): boolean {
  const type = Typed.safeParse(credential).data?.type;
  return type !== undefined && !isOath(type);
}

function ownerOf({ id, username, firstName, lastName, email }: z.infer<typeof Person>): Partial<Owner> {
  return {
    username: username ?? "",
    name: [firstName, lastName].filter(Boolean).join(" "),
    email: email ?? "",
    // Of somebody from a directory there is nothing else.
    externalId: username ? "" : (id ?? ""),
  };
}

function candidatesOf(person: unknown, issuer: string | undefined, from: number): Candidate[] {
  const parsed = Person.safeParse(person);
  if (!parsed.success) return [{ at: from, type: "", fault: text("formats.entryUnreadable") }];
  const { username, enabled, credentials } = parsed.data;
  const of = { issuer, account: username ?? undefined, owner: ownerOf(parsed.data), disabled: enabled === false };
  return (credentials ?? [])
    .filter((credential) => !isOther(credential))
    .map((credential, index): Candidate => {
      const at = from + index;
      const parsedCredential = Credential.safeParse(credential);
      if (!parsedCredential.success) return { ...of, at, type: "", fault: text("formats.entryUnreadable") };
      const { userLabel } = parsedCredential.data;
      const notKept: Text[] = userLabel ? [text("formats.label", { name: userLabel })] : [];
      return { ...of, at, ...parametersOf(parsedCredential.data), notKept };
    });
}

/** Null for what is no JSON. Its depth was bounded when it was found. */
function valueOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

/** What Keycloak calls itself in the QR codes that it shows: the realm's display name, or its name. */
async function issuerOf(source: Source): Promise<string | undefined> {
  const found: Record<string, unknown> = {};
  for await (const { name, json } of jsonParts(source, { arrays: [], values: ["realm", "displayName"] })) {
    found[name] = valueOf(json ?? "");
    if (found["displayName"]) break;
  }
  const issuer = found["displayName"] || found["realm"];
  return typeof issuer === "string" && issuer !== "" ? issuer : undefined;
}

/** Person by person: an export of a large organisation is larger than what is read at once. @throws AppError FORMAT_UNREADABLE */
export async function* read(source: Source): AsyncGenerator<Candidate> {
  const issuer = await issuerOf(source);
  let at = 1;
  let any = false;
  for await (const { json } of jsonParts(source, { arrays: ["users", "federatedUsers"], values: [] })) {
    any = true;
    for (const candidate of json === null ? [] : candidatesOf(valueOf(json), issuer, at)) {
      yield candidate;
      at += 1;
    }
  }
  if (!any) throw damaged(text("formats.keycloakNoPeople"));
}

export const detect = (source: Source): boolean =>
  beginsWithNames(source, "realm", "users") ||
  beginsWithNames(source, "realm", "otpPolicyType") ||
  beginsWithNames(source, "users", "credentials", "credentialData", "secretData");
