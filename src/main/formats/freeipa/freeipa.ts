import { text, type Text } from "#shared/texts/text.ts";
import { everything } from "../carries.ts";
import type { Format, Outgoing, Piece, Settings } from "../format.ts";
import { passphraseSetting } from "../pskc/pskc.ts";
import { strong } from "../pskc/seal.ts";
import { writeContainer } from "../pskc/write.ts";

/*
 * FreeIPA gives every imported token to the administrator who imports it. So there are two files: the container for
 * `ipa-otptoken-import`, and the commands that hand each token to its person.
 */

const container = "tokens.xml";
const commands = "owners.sh";

const preface = `#!/bin/sh
# Hands the tokens of ${container} to their owners.
#
# 1. On the FreeIPA server, as root, with a ticket of an administrator (kinit admin), put the passphrase
#    into a file that only you can read. No line end may follow it:
#      umask 077; printf 'Passphrase: '; IFS= read -r P; printf %s "$P" > passphrase; unset P
# 2. Import the tokens. All of them are then the administrator's:
#      ipa-otptoken-import -k passphrase ${container} not-imported.xml
# 3. Run this file: sh ${commands}
# 4. Remove the passphrase and ${container}; look at not-imported.xml for those that were left out.

`;

/** One word of a POSIX shell, whatever is in it. */
const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;

const ownerCommand = ({ serial, username }: Outgoing): string =>
  `ipa otptoken-mod ${quoted(serial)} --owner=${quoted(username)}\n`;

/** What can be the name of a token, and of a user, there (ipalib/constants.py). */
function refuses({ serial, username }: Outgoing): Text | null {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/u.test(serial)) return text("formats.freeipaSerial", { serial });
  const isName = /^(?!\d+$)[A-Za-z0-9_.][A-Za-z0-9_.-]*\$?$/u.test(username) && username.length <= 255;
  return username === "" || isName ? null : text("formats.freeipaName", { username });
}

/** One file after the other: the commands, some 60 bytes a token, wait for the end of the container. */
async function* write(entries: AsyncIterable<Outgoing>, { passphrase = "" }: Settings): AsyncGenerator<Piece> {
  const waiting: string[] = [];
  for await (const { outgoing, data } of writeContainer(entries, strong, passphrase)) {
    yield { file: container, data };
    if (outgoing !== null && outgoing.username !== "") waiting.push(ownerCommand(outgoing));
  }
  yield { file: commands, data: preface };
  for (const data of waiting) yield { file: commands, data };
}

/** PSKC, and what FreeIPA must be told beside it. */
export const freeipa: Format = {
  id: "freeipa",
  title: "FreeIPA",
  read: null,
  write: {
    form: "folder",
    extension: "xml",
    plain: false,
    carries: { ...everything, owner: true, refuses },
    settings: [passphraseSetting(256)],
    warnings: [text("formats.freeipaOwners")],
    write,
  },
};
