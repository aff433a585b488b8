import type { LetterTemplate } from "#shared/contract/letters.ts";
import { AppError } from "#shared/errors.ts";
import { LetterId } from "#shared/model/ids.ts";
import type { Policy } from "#shared/model/policy.ts";
import { setImmediate } from "node:timers/promises";
import { newId } from "../../base/ids.ts";
import type { JobContext } from "../../jobs/job.ts";
import { paperSizes } from "../../sheets/paper.ts";
import { openTypefaces, type Typefaces } from "../../sheets/typefaces.ts";
import { serialTaken } from "../../store/factors/letters.ts";
import type { Db } from "../../store/store.ts";
import { newPendingToken } from "../../twofactor/pending.ts";
import { base32Seed, keyUri } from "../../twofactor/totp.ts";
import type { Keys } from "../../keys/keys.ts";
import type { LetterStyle } from "./facts.ts";
import type { MadeLetter } from "./keep.ts";
import { layoutLetter } from "./layout.ts";
import { type LogoPicture, readLogo } from "./logo.ts";
import { type LetterSink, openFileSink, openFolderSink, type PdfOptions } from "./pdf.ts";
import type { PlannedLetter } from "./plan.ts";
import { qrRows } from "../../sheets/qr.ts";
import { newSerial } from "./serial.ts";
import { dateWriter, lettersIn } from "./words/index.ts";

/** What applies to every letter of a run. */
export interface Run {
  template: LetterTemplate;
  policy: Policy;
  organisation: string;
  /** As apps show it. */
  issuer: string;
  /** When the letters are made, UTC milliseconds. */
  at: number;
}

/** The last moment of the last day on which a letter can be used, in this computer's time zone. */
export function letterExpiry(at: number, days: number): number {
  const last = new Date(at);
  last.setDate(last.getDate() + days);
  last.setHours(23, 59, 59, 999);
  return last.getTime();
}

/** A serial that no letter of the store or of this run has. */
async function freshSerial(db: Db, taken: Set<string>): Promise<string> {
  for (;;) {
    const serial = newSerial();
    if (taken.has(serial) || (await serialTaken(db, serial))) continue;
    taken.add(serial);
    return serial;
  }
}

/** Where a run's serials come from. */
export function serials(db: Db): () => Promise<string> {
  const taken = new Set<string>();
  return () => freshSerial(db, taken);
}

/** A pending authenticator with its letter. The seed is in the clear only in what is returned beside it. */
export function sealLetter(keys: Keys, planned: PlannedLetter, serial: string, run: Run) {
  const { person, parameters, label, account, replaces } = planned;
  const expiresAt = letterExpiry(run.at, run.policy.letterDays);
  const { row: token, seed } = newPendingToken(keys, { kind: "user", id: person.userId }, parameters, {
    label,
    serial,
    replaces,
    now: run.at,
    expiresAt,
  });
  const shown = { uri: keyUri(run.issuer, account, seed, parameters), key: base32Seed(seed) };
  seed.fill(0);
  const made: MadeLetter = {
    planned,
    token,
    letter: {
      id: newId(LetterId, run.at),
      serial,
      user_id: person.userId,
      token_id: token.id,
      printed_at: run.at,
      expires_at: expiresAt,
      voided_at: null,
      void_reason: null,
    },
  };
  return { made, shown };
}

/** Texts and logo of a template, as the layout takes them. */
export const styleOf = (
  { language, title, introduction, closing }: Pick<LetterTemplate, "language" | "title" | "introduction" | "closing">,
  logo: LogoPicture | null,
  policy: Policy,
): LetterStyle => ({
  words: lettersIn[language],
  logo,
  title,
  introduction,
  closing,
  paper: paperSizes[policy.paper],
  slip: policy.returnSlip,
});

/** Looks for fonts on this computer for what the letters' own fonts lack. */
export async function coverStyle(
  { text, heading }: Typefaces,
  { title, introduction, closing }: LetterStyle,
  organisation: string,
): Promise<void> {
  await heading.cover(title);
  for (const each of [organisation, introduction, closing]) await text.cover(each);
}

/** One file, or a folder of files, neither of which exists yet. */
export interface Target {
  kind: "file" | "folder";
  path: string;
}

function openSink(
  { kind, path }: Target,
  drawn: Pick<PdfOptions, "faces" | "logo">,
  { paper, words }: LetterStyle,
  { template, at }: Run,
): Promise<LetterSink> {
  const options = { ...drawn, paper, language: template.language, title: words.title, at };
  return (kind === "file" ? openFileSink : openFolderSink)(path, options);
}

/** Pages between two checks whether the work was cancelled. */
const lookEvery = 8;

/**
 * Makes the enrolments and writes their letters. Nothing is in the store yet; the files are complete and on the disk.
 *
 * @throws AppError CANCELLED, DISK_FULL, FILE_NOT_FOUND, PERMISSION_DENIED, IO_ERROR
 */
export async function makeLetters(
  db: Db,
  keys: Keys,
  letters: readonly PlannedLetter[],
  run: Run,
  target: Target,
  { signal, onProgress }: JobContext,
): Promise<MadeLetter[]> {
  const { language } = run.template;
  const faces = await openTypefaces();
  const logo = await readLogo(run.template.logo);
  const style = styleOf(run.template, logo, run.policy);
  await coverStyle(faces, style, run.organisation);
  const inWords = dateWriter(language);
  const sink = await openSink(target, { faces, logo }, style, run);
  const nextSerial = serials(db);
  const made: MadeLetter[] = [];
  try {
    for (const planned of letters) {
      const sealed = sealLetter(keys, planned, await nextSerial(), run);
      const { serial, expires_at: expiresAt } = sealed.made.letter;
      const { name, username } = planned.person;
      const marks = layoutLetter(faces, style, {
        name,
        username,
        organisation: run.organisation,
        serial,
        expires: inWords(expiresAt),
        key: sealed.shown.key,
        rows: qrRows(sealed.shown.uri),
        parameters: planned.parameters,
      });
      await sink.add({ username, serial, marks });
      planned.verdict.serial = serial;
      made.push(sealed.made);
      onProgress({ phase: "pages", done: made.length, total: letters.length });
      if (made.length % lookEvery === 0) await setImmediate();
      if (signal.aborted) throw new AppError("CANCELLED");
    }
    await sink.finish();
    return made;
  } catch (thrown) {
    await sink.abandon();
    throw thrown;
  }
}
