import { base32nopad } from "@scure/base";
import { text, type Text } from "#shared/texts/text.ts";
import type { Format, Outgoing, Piece } from "../format.ts";

/*
 * Files for Auth0's bulk import of users: an array of people, of which each can have `mfa_factors`. A file may have 500 KB,
 * so there are as many as it takes.
 */

/** Bytes of one file: 500 KB, whichever way they are counted, with room for its end. */
const mostBytes = 499_000;

/** What its schema asks for (format `email`), as far as an address can be told without sending a mail. */
const refuses = ({ email }: Outgoing): Text | null =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(email) ? null : text("formats.noEmail");

const personOf = ({ email, name, seed }: Outgoing): object => ({
  email,
  ...(name === "" ? {} : { name }),
  mfa_factors: [{ totp: { secret: base32nopad.encode(seed) } }],
});

const fileOf = (number: number): string => `users-${String(number).padStart(4, "0")}.json`;

async function* write(entries: AsyncIterable<Outgoing>): AsyncGenerator<Piece> {
  let number = 0;
  let bytes = Infinity;
  for await (const outgoing of entries) {
    const person = JSON.stringify(personOf(outgoing));
    const size = Buffer.byteLength(person) + 2;
    if (bytes + size > mostBytes) {
      if (number > 0) yield { file: fileOf(number), data: "\n]\n" };
      number += 1;
      bytes = 2;
      yield { file: fileOf(number), data: `[\n${person}` };
    } else {
      yield { file: fileOf(number), data: `,\n${person}` };
    }
    bytes += size;
  }
  if (number > 0) yield { file: fileOf(number), data: "\n]\n" };
}

/** Files for the bulk import of users into an Auth0 database connection. */
export const auth0: Format = {
  id: "auth0",
  title: "Auth0",
  read: null,
  write: {
    form: "folder",
    extension: "json",
    plain: true,
    carries: {
      kinds: ["totp"],
      algorithms: ["SHA1"],
      digits: [6],
      periods: [30],
      keyBytes: { least: 1, most: 1024 },
      owner: true,
      perPerson: 1,
      refuses,
    },
    settings: [],
    warnings: [text("formats.auth0Upsert")],
    write,
  },
};
