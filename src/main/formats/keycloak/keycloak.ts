import { text } from "#shared/texts/text.ts";
import type { Format, Outgoing, Piece } from "../format.ts";
import { carries, credentialOf } from "./credential.ts";
import { detect, read } from "./read.ts";

/** Of a new person; the name is written as a whole, since nobody can tell its parts. */
const personOf = ({ username, email, name }: Outgoing): object => ({
  username,
  ...(email === "" ? {} : { email }),
  ...(name === "" ? {} : { firstName: name }),
  enabled: true,
});

/** Somebody's authenticators follow each other. A person who is there already ends the import before it changes anything. */
async function* write(entries: AsyncIterable<Outgoing>): AsyncGenerator<Piece> {
  yield { data: '{"ifResourceExists":"FAIL","users":[' };
  let before: string | null = null;
  for await (const outgoing of entries) {
    const credential = JSON.stringify(credentialOf(outgoing));
    if (outgoing.username === before) {
      yield { data: `,${credential}` };
    } else {
      const person = JSON.stringify(personOf(outgoing)).slice(0, -1);
      yield { data: `${before === null ? "\n" : "]},\n"}${person},"credentials":[${credential}` };
    }
    before = outgoing.username;
  }
  yield { data: before === null ? "]}\n" : "]}\n]}\n" };
}

/** Keycloak: a realm's export is read, a partial import of new people written. */
export const keycloak: Format = {
  id: "keycloak",
  title: "Keycloak",
  read: { detect, read },
  write: {
    form: "file",
    extension: "json",
    plain: true,
    carries,
    settings: [],
    warnings: [text("formats.keycloakNewPeople")],
    write,
  },
};
