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
];
