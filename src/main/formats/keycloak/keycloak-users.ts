import { createHash } from "node:crypto";
import { text } from "#shared/texts/text.ts";
import type { Format, Outgoing, Piece, Settings } from "../format.ts";
import { fileNameFor } from "../names.ts";
import { carries, credentialOf } from "./credential.ts";

/**
 * The same for the same authenticator of the same person in the same realm, as a UUID (RFC 9562 section 5.8): Keycloak passes over a
 * credential whose id a person has already, so that a body can be sent twice. The realm is in it because an id is there
 * once for all realms of a server.
 */
function idOf({ username, serial, seed }: Outgoing, realm: string): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([realm, username, serial]))
    .update(seed)
    .digest("hex");
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `${variant}${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join("-");
}

/** Somebody's authenticators follow each other. */
async function* write(entries: AsyncIterable<Outgoing>, { realm = "" }: Settings): AsyncGenerator<Piece> {
  let file: string | null = null;
  for await (const outgoing of entries) {
    const own = `${fileNameFor(outgoing.username)}.json`;
    const credential = JSON.stringify({ id: idOf(outgoing, realm), ...credentialOf(outgoing) });
    if (file !== null && file !== own) yield { file, data: "]}\n" };
    yield { file: own, data: file === own ? `,${credential}` : `{"credentials":[${credential}` };
    file = own;
  }
  if (file !== null) yield { file, data: "]}\n" };
}

/** Bodies that update people whom Keycloak knows: one file a person. */
export const keycloakUsers: Format = {
  id: "keycloak-users",
  title: "Keycloak/users",
  read: null,
  write: {
    form: "folder",
    extension: "json",
    plain: true,
    carries,
    settings: [
      {
        name: "realm",
        label: text("formats.keycloakRealm"),
        usual: null,
        secret: false,
        refuses: (value) => (value.trim() === "" ? text("formats.realmMissing") : null),
      },
    ],
    warnings: [text("formats.keycloakUsersAdds")],
    write,
  },
};
