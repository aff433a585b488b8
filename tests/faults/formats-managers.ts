import type { Fault } from "../../scripts/lib/faults/fault.ts";

const samples = "tests/contract/formats/samples.test.ts";
const managers = "tests/contract/formats/managers.test.ts";

export const faults: readonly Fault[] = [
  {
    name: "each hidden value of a KeePass database begins the key stream anew",
    file: "src/main/formats/keepass/key-stream.ts",
    find: "    this.#position += data.length;\n",
    replace: "",
    tests: [samples],
    named: "is recognised by its content",
  },
  {
    name: "a former state of a KeePass entry is an entry",
    file: "src/main/formats/keepass/entries.ts",
    find: 'else if (name === "Entry" && this.#histories === 0) {',
    replace: 'else if (name === "Entry") {',
    tests: [samples],
    named: "is recognised by its content",
  },
  {
    name: "the header of a KeePass database of version 3 is believed",
    file: "src/main/formats/keepass/entries.ts",
    find: '    if (!Buffer.from(content, "base64").equals(this.#headerHash)) throw broken();\n',
    replace: "",
    tests: [managers],
    named: "whose header was changed is refused",
  },
  {
    name: "a KeePass database unpacks to any size",
    file: "src/main/formats/keepass/database.ts",
    find: "if (size > mostAtOnce) throw",
    replace: "if (size < 0) throw",
    tests: [managers],
    named: "what unpacks to more than any export has",
  },
  {
    name: "KeePassXC's word for an empty name is a name",
    file: "src/main/formats/keepass/one-time-passwords.ts",
    find: 'read[name] === placeholders[name] && !login[name] ? "" : read[name];',
    replace: "read[name];",
    tests: [managers],
    named: "KeePassXC's words for an empty title",
  },
  {
    name: "Bitwarden's salt of Argon2id is its text",
    file: "src/main/formats/bitwarden/encrypted.ts",
    find: 'salt: createHash("sha256").update(file.salt, "utf8").digest(),',
    replace: 'salt: Buffer.from(file.salt, "utf8"),',
    tests: [samples],
    named: "is recognised by its content",
  },
  {
    name: "Ente's seal is padded to whole blocks",
    file: "src/main/formats/ente/secretstream.ts",
    find: "new Uint8Array(content.length % 16)",
    replace: "new Uint8Array((16 - (content.length % 16)) % 16)",
    tests: [samples],
    named: "is recognised by its content",
  },
  {
    name: "an issuer ends at its first colon",
    file: "src/main/formats/key-uri.ts",
    find: "if (named && written.startsWith(`${named}:`))",
    replace: "if (named === null)",
    tests: [managers],
    named: "an issuer with a colon is told",
  },
];
