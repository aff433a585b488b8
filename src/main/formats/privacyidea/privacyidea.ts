import { TextDecoder } from "node:util";
import { z } from "zod";
import { text, type Text } from "#shared/texts/text.ts";
import { everything } from "../carries.ts";
import { broken, passphraseRequired, passphraseWrong, passphraseWrongOrDamaged } from "../faults.ts";
import type { Candidate, Format, Opening, Outgoing, Piece, Settings } from "../format.ts";
import { JsonItems } from "../json-items.ts";
import { parseJson } from "../json.ts";
import type { Source } from "../source.ts";
import { fernetKey, looksLikeFernet, openFernet, requireWhole, sealFernet } from "./fernet.ts";

/*
 * What `pi-tokenjanitor find export` of privacyIDEA 3.12 writes and `pi-tokenjanitor import privacyidea` reads: a list of
 * tokens in JSON, sealed by Fernet with a key that the program makes for each export.
 */

const flag = z.boolean().nullish();
const words = z.string().nullish();
/** Of other kinds of tokens they are words: `24h`. */
const loose = z.union([z.number(), z.string()]).nullish();

const numberOf = (value: z.infer<typeof loose>): number | undefined =>
  value === null || value === undefined || value === "" ? undefined : Number(value);

const Token = z.looseObject({
  serial: words,
  type: words,
  otpkey: words,
  otplen: loose,
  count: loose,
  counter: loose,
  description: words,
  active: flag,
  revoked: flag,
  locked: flag,
  rollout_state: words,
  _hashed_pin: words,
  info_list: z.looseObject({ hashlib: words, timeStep: loose, timeShift: loose }).nullish(),
  user: z.looseObject({ login: words, realm: words, resolver: words, uid: loose }).nullish(),
});
type Token = z.infer<typeof Token>;

const whose = text("formats.whosePrivacyidea");

function notKept({ description, _hashed_pin, info_list, user, revoked, rollout_state }: Token): Text[] {
  const shift = numberOf(info_list?.timeShift) ?? 0;
  return [
    ...(description ? [text("formats.note")] : []),
    ...(_hashed_pin ? [text("formats.pin")] : []),
    ...(shift === 0 ? [] : [text("formats.drift")]),
    ...(user?.realm ? [text("formats.realm", { name: user.realm.slice(0, 60) })] : []),
    ...(revoked ? [text("formats.revoked")] : []),
    ...(rollout_state ? [text("formats.unfinished", { state: rollout_state.slice(0, 60) })] : []),
  ];
}

function candidateOf(item: string, at: number): Candidate {
  const parsed = Token.safeParse(parseJson(item));
  if (!parsed.success) return { at, type: "", fault: text("formats.entryUnreadable") };
  const token = parsed.data;
  const { user, info_list: info } = token;
  const type = token.type ?? "";
  const count = numberOf(token.count ?? token.counter);
  const isTotp = type.toLowerCase() === "totp";
  return {
    at,
    type,
    secret: token.otpkey ? { hex: token.otpkey } : undefined,
    algorithm: info?.hashlib ?? undefined,
    digits: numberOf(token.otplen),
    period: numberOf(info?.timeStep),
    // Of TOTP it is the step whose code was accepted last; 0: none was.
    counter: isTotp ? undefined : count,
    lastStep: isTotp ? count || undefined : undefined,
    serial: token.serial ?? undefined,
    owner: user ? { username: user.login ?? "", externalId: String(user.uid ?? "") } : undefined,
    disabled: token.active === false || token.revoked === true || token.locked === true,
    notKept: notKept(token),
  };
}

async function* read(source: Source, { passphrase, signal }: Opening): AsyncGenerator<Candidate> {
  await requireWhole(source);
  if (passphrase === null) throw passphraseRequired(whose);
  const key = fernetKey(passphrase);
  if (key === null) throw passphraseWrong(whose);
  const opened = await openFernet(source, key);
  if (opened === null) throw passphraseWrongOrDamaged(whose);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const items = new JsonItems();
  let next = 1;
  try {
    for await (const piece of opened) {
      signal.throwIfAborted();
      for (const item of items.push(decoded(decoder, piece))) {
        yield candidateOf(item, next);
        next += 1;
      }
    }
  } finally {
    key.signing.fill(0);
    key.encryption.fill(0);
  }
  items.end();
}

function decoded(decoder: TextDecoder, piece: Uint8Array): string {
  try {
    return decoder.decode(piece, { stream: true });
  } catch (thrown) {
    throw broken(thrown);
  }
}

/** Columns of its database hold no more. */
const longestSerial = 40;
const longestDescription = 80;

function tokenOf(outgoing: Outgoing, { realm = "", resolver = "" }: Settings): object {
  const { serial, kind, seed, digits, counter, lastStep, model, label, algorithm, period, username } = outgoing;
  return {
    serial,
    type: kind,
    otpkey: seed.toString("hex"),
    otplen: digits,
    count: kind === "hotp" ? counter : (lastStep ?? 0),
    description: (model || label).toWellFormed().slice(0, longestDescription),
    info_list: { hashlib: algorithm.toLowerCase(), ...(kind === "totp" ? { timeStep: String(period) } : {}) },
    ...(username === "" ? {} : { user: { login: username, realm, resolver } }),
  };
}

async function* listOf(entries: AsyncIterable<Outgoing>, settings: Settings): AsyncGenerator<string> {
  let before = "[";
  for await (const outgoing of entries) {
    yield `${before}${JSON.stringify(tokenOf(outgoing, settings))}`;
    before = ",\n";
  }
  yield before === "[" ? "[]" : "]";
}

async function* write(entries: AsyncIterable<Outgoing>, settings: Settings): AsyncGenerator<Piece> {
  const key = fernetKey(settings["passphrase"] ?? "");
  if (key === null) throw passphraseWrong(whose);
  for await (const data of sealFernet(listOf(entries, settings), key)) yield { data };
  key.signing.fill(0);
  key.encryption.fill(0);
}

const refusesKey = (value: string): Text | null =>
  fernetKey(value) === null ? text("formats.privacyideaKeyForm") : null;

/** The file of privacyIDEA's token janitor. */
export const privacyidea: Format = {
  id: "privacyidea",
  title: "privacyIDEA",
  read: { detect: ({ headText }) => headText !== null && looksLikeFernet(headText), read },
  write: {
    form: "file",
    extension: "pi",
    plain: false,
    carries: {
      ...everything,
      // Four letters of its column for each byte.
      keyBytes: { least: 1, most: 512 },
      owner: true,
      refuses: ({ serial }) =>
        serial.length > longestSerial ? text("formats.serialTooLong", { serial, most: longestSerial }) : null,
    },
    settings: [
      { name: "passphrase", label: text("formats.settingFernetKey"), usual: null, secret: true, refuses: refusesKey },
      { name: "realm", label: text("formats.settingRealm"), usual: null, secret: false },
      { name: "resolver", label: text("formats.settingResolver"), usual: "", secret: false },
    ],
    warnings: [text("formats.privacyideaUser"), text("formats.pskcSameSerial")],
    write,
  },
};
