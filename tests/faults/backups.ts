import type { Fault } from "../../scripts/lib/faults/fault.ts";

const retention = "tests/unit/backups/plan/retention.test.ts";

export const faults: readonly Fault[] = [
  {
    name: "an unproven backup takes the place of the newest proven one",
    file: "src/main/backups/plan/retention.ts",
    find: "sorted.filter(({ proven }) => proven).slice(0, 1)",
    replace: "sorted.slice(0, 1)",
    tests: [retention],
  },
  {
    name: "a week begins on a Sunday",
    file: "src/main/backups/plan/retention.ts",
    find: "(date.getDay() || 7)",
    replace: "date.getDay()",
    tests: [retention],
  },
  {
    name: "a rule keeps one backup more",
    file: "src/main/backups/plan/retention.ts",
    find: "seen.size >= count",
    replace: "seen.size > count",
    tests: [retention],
  },
  {
    name: "a clock that was set back puts the next backup off",
    file: "src/main/backups/plan/due.ts",
    find: "(last !== null && last > now + clockSlack)",
    replace: "(last !== null && last < 0)",
    tests: ["tests/unit/backups/plan/due.test.ts"],
  },
  {
    name: "the last chunk of a backup may be empty",
    file: "src/main/backups/archive/age/payload.ts",
    find: "if (chunk.length === tagSize && this.#nonces.count > 0)",
    replace: "if (chunk.length === 0 && this.#nonces.count > 0)",
    tests: ["tests/unit/backups/archive/age.test.ts"],
    named: "an empty last chunk is none",
  },
  {
    name: "a cut-off backup is taken for a whole one",
    file: "src/main/backups/archive/age/payload.ts",
    find: "this.#nonce[11] = last ? 1 : 0;",
    replace: "this.#nonce[11] = last ? 0 : 0;",
    tests: ["tests/unit/backups/archive/age.test.ts"],
    named: "swapped, repeated and missing chunks",
  },
  {
    name: "an upload of which the server lost a part is resumed each time",
    file: "src/main/backups/destinations/bucket-upload.ts",
    find: "if (taken || isSpoilt(thrown))",
    replace: "if (taken && isSpoilt(thrown))",
    tests: ["tests/fault/backups/destinations/bucket.test.ts"],
    named: "a server that lost a part of the upload",
  },
  {
    name: "a part that arrived is sent once more",
    file: "src/main/backups/destinations/bucket-upload.ts",
    find: "if (etags.has(part.number)) continue;",
    replace: "",
    tests: ["tests/fault/backups/destinations/kill.test.ts"],
  },
  {
    name: "a backup with a passphrase needs no fresh code",
    file: "src/shared/contract/archive.ts",
    find: "=> passphrase !== undefined,",
    replace: "=> passphrase === undefined,",
    tests: ["tests/integration/backups/archive/who-may.test.ts"],
    named: "needs a fresh code for exports",
  },
  {
    name: "a backup with a passphrase needs a second signature only where all do",
    file: "src/main/backups/archive/describe.ts",
    find: '(backupApproval === "own passphrase" && !own)',
    replace: '(backupApproval === "own passphrase")',
    tests: ["tests/integration/backups/archive/who-may.test.ts"],
    named: "needs a fresh code for exports",
  },
];
