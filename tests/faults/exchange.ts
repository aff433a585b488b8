import type { Fault } from "../../scripts/lib/faults/fault.ts";

export const faults: readonly Fault[] = [
  {
    name: "an encrypted export has no last chunk",
    file: "src/main/backups/archive/age/stream.ts",
    find: "return this.#seal(true);",
    replace: "return this.#seal(false);",
    tests: ["tests/unit/backups/archive/age-stream.test.ts"],
  },
  {
    name: "a large file of an encrypted export waits on the disk in the clear",
    file: "src/main/targets/spool.ts",
    find: "this.#cipher.update(piece)",
    replace: "piece",
    tests: ["tests/unit/targets/spool.test.ts"],
  },
  {
    name: "an approval of an export holds for whatever recipients",
    file: "src/main/targets/handlers.ts",
    find: "...(await readersOf(context, input, write.plain)),",
    replace: "",
    tests: ["tests/interop/targets/encrypted.test.ts"],
    named: "whoever approves an export is told who can open it",
  },
  {
    name: "an authenticator that nobody has confirmed comes in with a backup",
    file: "src/main/formats/countersign-backup/entries.ts",
    find: 'token.status === "pending"',
    replace: 'token.status === "revoked"',
    tests: ["tests/integration/imports/seeds-backup.test.ts"],
    named: "is named where it is not kept whole",
  },
  {
    name: "a code that was accepted in another console is accepted here",
    file: "src/main/formats/countersign-backup/entries.ts",
    find: "lastStep: last_step ?? undefined",
    replace: "lastStep: undefined",
    tests: ["tests/integration/imports/seeds-backup.test.ts"],
    named: "does not accept a code here that was accepted there",
  },
  {
    name: "a page of keys ends inside a code",
    file: "src/main/sheets/key-pages.ts",
    find: "this.#page.y + one.height > end",
    replace: "this.#page.y > end",
    tests: ["tests/interop/formats/qr-sheets.test.ts"],
    named: "none is on two pages",
  },
  {
    name: "a file of another kind is taken for one of those it lies with",
    file: "src/main/imports/seeds/given.ts",
    find: "if (read.detect(source)) yield source;",
    replace: "if (source.size > 0) yield source;",
    tests: ["tests/integration/imports/seeds-together.test.ts"],
    named: "do not sink the others",
  },
];
