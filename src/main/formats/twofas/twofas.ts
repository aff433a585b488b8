import { z } from "zod";
import { text, type Text } from "#shared/texts/text.ts";
import { derivePbkdf2 } from "../derive.ts";
import { broken, damaged, passphraseRequired, passphraseWrong, passphraseWrongOrDamaged } from "../faults.ts";
import type { Candidate, Format, Opening } from "../format.ts";
import { openGcm } from "../gcm.ts";
import { beginsWithNames, numeric, parsedAs, parseJson, readJsonAs } from "../json.ts";
import type { Source } from "../source.ts";

/*
 * The backup of 2FAS (BackupContent.kt, BackupService.kt and BackupCipherImpl.kt of its Android app): schemas 1 to 4.
 * They differ in what they can hold, not in where it is.
 */

const Service = z.looseObject({
  name: z.string().nullish(),
  secret: z.string(),
  groupId: z.string().nullish(),
  icon: z.unknown().optional(),
  badge: z.looseObject({ color: z.string().nullish() }).nullish(),
  order: z.looseObject({ position: z.number().nullish() }).nullish(),
  otp: z
    .looseObject({
      label: z.string().nullish(),
      account: z.string().nullish(),
      issuer: z.string().nullish(),
      tokenType: z.string().nullish(),
      algorithm: z.string().nullish(),
      digits: numeric.nullish(),
      period: numeric.nullish(),
      counter: numeric.nullish(),
    })
    .nullish(),
});

const File = z.looseObject({
  schemaVersion: z.int(),
  services: z.array(z.unknown()).nullish(),
  groups: z.array(z.looseObject({ id: z.string(), name: z.string() })).nullish(),
  servicesEncrypted: z.string().nullish(),
  /** A known text under the same key, by which a wrong password is told from a damaged file. */
  reference: z.string().nullish(),
});

const newest = 4;
const iterations = 10_000;
const whose = text("formats.whoseTwofas");

interface Sealed {
  data: Buffer;
  salt: Buffer;
  nonce: Buffer;
}

/** `base64(sealed):base64(salt):base64(nonce)` @throws AppError FORMAT_UNREADABLE */
function sealedOf(written: string): Sealed {
  const [data, salt, nonce] = written.split(":").map((part) => Buffer.from(part, "base64"));
  if (!data?.length || !salt?.length || !nonce?.length) throw broken();
  return { data, salt, nonce };
}

/** @throws AppError */
async function opened(written: string, reference: string | null | undefined, opening: Opening): Promise<unknown> {
  const { data, salt, nonce } = sealedOf(written);
  if (opening.passphrase === null) throw passphraseRequired(whose);
  const key = await derivePbkdf2(opening.passphrase, { salt, iterations, length: 32, hash: "sha256" }, opening);
  const services = openGcm(key, nonce, data);
  const known = services === null && reference ? sealedOf(reference) : null;
  const fits = known !== null && openGcm(key, known.nonce, known.data) !== null;
  key.fill(0);
  if (services !== null) return parseJson(services.toString("utf8"));
  if (fits) throw broken();
  throw known === null ? passphraseWrongOrDamaged(whose) : passphraseWrong(whose);
}

function notKept(service: z.infer<typeof Service>, index: number, groups: ReadonlyMap<string, string>): Text[] {
  const { name, groupId, icon, badge, order, otp } = service;
  const lost: Text[] = [];
  // Its own screen shows the name; the issuer is what the QR code said.
  if (name && otp?.issuer && name !== otp.issuer) lost.push(text("formats.issuer", { name: otp.issuer }));
  if (groupId) lost.push(text("formats.group", { name: groups.get(groupId) ?? groupId }));
  if (icon !== null && icon !== undefined) lost.push(text("formats.icon"));
  if (badge) lost.push(text("formats.colour"));
  if (typeof order?.position === "number" && order.position !== index) lost.push(text("formats.order"));
  return lost;
}

function candidateOf(entry: unknown, index: number, groups: ReadonlyMap<string, string>): Candidate {
  const parsed = Service.safeParse(entry);
  if (!parsed.success) return { at: index + 1, type: "", fault: text("formats.entryUnreadable") };
  const { name, secret, otp } = parsed.data;
  return {
    at: index + 1,
    // Schemas 1 and 2 know one kind and do not name it.
    type: otp?.tokenType || "TOTP",
    issuer: name || (otp?.issuer ?? undefined),
    account: otp?.account ?? otp?.label ?? undefined,
    secret: { base32: secret },
    algorithm: otp?.algorithm ?? undefined,
    digits: otp?.digits ?? undefined,
    period: otp?.period ?? undefined,
    counter: otp?.counter ?? undefined,
    notKept: notKept(parsed.data, index, groups),
  };
}

async function* read(source: Source, opening: Opening): AsyncGenerator<Candidate> {
  const file = await readJsonAs(source, File);
  if (file.schemaVersion > newest) {
    throw damaged(text("formats.versionUnknown", { format: "2FAS", found: file.schemaVersion, newest }));
  }
  const services = file.servicesEncrypted
    ? parsedAs(await opened(file.servicesEncrypted, file.reference, opening), z.array(z.unknown()))
    : (file.services ?? []);
  const groups = new Map((file.groups ?? []).map(({ id, name }) => [id, name]));
  for (const [index, entry] of services.entries()) yield candidateOf(entry, index, groups);
}

/** Of a long list the version is beyond what is looked at: its entries tell. */
const detect = (source: Source): boolean =>
  beginsWithNames(source, "services") &&
  (beginsWithNames(source, "schemaVersion") || beginsWithNames(source, "secret", "otp", "order"));

/** The backup file of 2FAS Authenticator, plain and encrypted. */
export const twofas: Format = {
  id: "2fas",
  title: "2FAS",
  read: { detect, read },
  write: null,
};
