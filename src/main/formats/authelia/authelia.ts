import { base32nopad } from "@scure/base";
import { text, type Text } from "#shared/texts/text.ts";
import type { Format, Outgoing, Piece } from "../format.ts";
import { detect, read } from "./read.ts";

/*
 * Authelia's TOTP configurations, as `authelia storage user totp export` writes them and `import` reads them
 * (internal/model/totp_configuration.go).
 */

/** A JSON string is one of YAML (YAML 1.2.2, 7.3.1), but for what some readers take for a line break or do not take at all. */
const quoted = (value: string): string =>
  JSON.stringify(value.toWellFormed()).replaceAll(
    /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/gu,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const time = (at: number): string => new Date(at).toISOString();

function itemOf({ createdAt, lastStep, period, username, issuer, algorithm, digits, seed }: Outgoing): string {
  const secret = Buffer.from(base32nopad.encode(seed), "latin1").toString("base64");
  return [
    `  - created_at: ${time(createdAt)}`,
    `    last_used_at: ${lastStep === null ? "null" : time(lastStep * period * 1000)}`,
    `    username: ${quoted(username)}`,
    `    issuer: ${quoted(issuer)}`,
    `    algorithm: ${quoted(algorithm)}`,
    `    digits: ${digits}`,
    `    period: ${period}`,
    `    secret: ${quoted(secret)}`,
    "",
  ].join("\n");
}

async function* write(entries: AsyncIterable<Outgoing>): AsyncGenerator<Piece> {
  let any = false;
  for await (const outgoing of entries) {
    yield { data: any ? itemOf(outgoing) : `totp_configurations:\n${itemOf(outgoing)}` };
    any = true;
  }
  if (!any) yield { data: "totp_configurations: []\n" };
}

const refuses = ({ username }: Outgoing): Text | null => (username === "" ? text("formats.usernameNotHeld") : null);

/** Authelia's export of TOTP configurations. */
export const authelia: Format = {
  id: "authelia",
  title: "Authelia",
  read: { detect, read },
  write: {
    form: "file",
    extension: "yml",
    plain: true,
    carries: {
      kinds: ["totp"],
      algorithms: ["SHA1", "SHA256", "SHA512"],
      digits: [6, 8],
      periods: [30, 60],
      keyBytes: { least: 1, most: 1024 },
      owner: true,
      perPerson: 1,
      refuses,
    },
    settings: [],
    warnings: [text("formats.autheliaReplaces")],
    write,
  },
};
