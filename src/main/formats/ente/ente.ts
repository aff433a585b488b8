import { z } from "zod";
import { text, type Text } from "#shared/texts/text.ts";
import { deriveArgon2 } from "../derive.ts";
import { broken, damaged, passphraseRequired, passphraseWrongOrDamaged } from "../faults.ts";
import type { Candidate, Format, Opening } from "../format.ts";
import { outerNames, parseJson, readJsonAs } from "../json.ts";
import { looksLikeKeyUri, parametersOf, readKeyUri } from "../key-uri.ts";
import type { Source } from "../source.ts";
import { openSecretstream } from "./secretstream.ts";

/*
 * The exports of Ente Auth (export_widget.dart and code_display.dart in its repository): one address a line, of which the
 * parameter `codeDisplay` holds what the app shows beside it; plain, or sealed as a whole.
 */

const base64 = z.string().regex(/^[A-Za-z0-9+/_-]+={0,2}$/u);

const Sealed = z.looseObject({
  version: z.int(),
  /** Of libsodium: bytes, and passes. */
  kdfParams: z.looseObject({ memLimit: z.int(), opsLimit: z.int(), salt: base64 }),
  encryptedData: base64,
  encryptionNonce: base64,
});

const newest = 1;

const whose = text("formats.whoseEnte");

const Display = z.looseObject({
  pinned: z.boolean().nullish(),
  trashed: z.boolean().nullish(),
  lastUsedAt: z.number().nullish(),
  tapCount: z.number().nullish(),
  tags: z.array(z.string()).nullish(),
  note: z.string().nullish(),
  iconID: z.string().nullish(),
});

async function open(file: z.infer<typeof Sealed>, opening: Opening): Promise<string> {
  if (file.version > newest) {
    throw damaged(text("formats.versionUnknown", { format: ente.title, found: file.version, newest }));
  }
  const { memLimit, opsLimit, salt } = file.kdfParams;
  const header = Buffer.from(file.encryptionNonce, "base64");
  const asked = {
    salt: Buffer.from(salt, "base64"),
    memory: Math.floor(memLimit / 1024),
    passes: opsLimit,
    lanes: 1,
    length: 32,
    variant: "id",
  } as const;
  if (header.length !== 24 || asked.salt.length !== 16) throw broken();
  if (opening.passphrase === null) throw passphraseRequired(whose);
  const key = await deriveArgon2(opening.passphrase, asked, opening);
  const message = openSecretstream(key, header, Buffer.from(file.encryptedData, "base64"));
  key.fill(0);
  if (message === null) throw passphraseWrongOrDamaged(whose);
  return message.toString("utf8");
}

function displayOf(written: string | undefined): z.infer<typeof Display> {
  if (written === undefined) return {};
  try {
    return Display.safeParse(parseJson(decodeURIComponent(written.replaceAll("+", " ")))).data ?? {};
  } catch {
    return {};
  }
}

function notKept(display: z.infer<typeof Display>): Text[] {
  const lost: Text[] = [];
  if ((display.tags ?? []).length > 0) lost.push(text("formats.tags"));
  if (display.note) lost.push(text("formats.note"));
  if (display.iconID) lost.push(text("formats.icon"));
  if (display.pinned) lost.push(text("formats.favourite"));
  if ((display.tapCount ?? 0) > 0 || (display.lastUsedAt ?? 0) > 0) lost.push(text("formats.usage"));
  return lost;
}

function candidateOf(line: string, at: number): Candidate {
  const entry = readKeyUri(line, at);
  const display = displayOf(parametersOf(line.slice(line.indexOf("?") + 1)).get("codedisplay"));
  return {
    ...entry,
    // Older versions wrote the name of their own type before it.
    algorithm: entry.algorithm?.replace(/^algorithm\./iu, ""),
    disabled: display.trashed ?? false,
    notKept: [...(entry.notKept ?? []), ...notKept(display)],
  };
}

async function* read(source: Source, opening: Opening): AsyncGenerator<Candidate> {
  const isPlain = source.headText !== null && looksLikeKeyUri(source.headText);
  const content = isPlain ? await source.text() : await open(await readJsonAs(source, Sealed), opening);
  for (const [index, line] of content.split(/\r\n?|\n/u).entries()) {
    if (line.trim() !== "") yield candidateOf(line, index + 1);
  }
}

/** The exports of Ente Auth, plain and encrypted. */
export const ente: Format = {
  id: "ente",
  title: "Ente Auth",
  read: {
    detect(source) {
      if (source.headText === null) return false;
      if (looksLikeKeyUri(source.headText)) return /[?&]codeDisplay=/u.test(source.headText);
      const names = outerNames(source);
      return ["kdfParams", "encryptedData", "encryptionNonce"].every((name) => names.has(name));
    },
    read,
  },
  write: null,
};
