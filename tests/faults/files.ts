import type { Fault } from "../../scripts/lib/faults/fault.ts";

const files = "tests/fault/power/files.test.ts";
const whileWritten = "while files are written leaves each whole";

export const faults: readonly Fault[] = [
  {
    name: "a table has its name before its content is on the disk",
    file: "src/main/formats/csv/csv-writer.ts",
    find: "await handle.sync();",
    replace: "await handle.stat();",
    tests: [files],
    named: whileWritten,
  },
  {
    name: "letters have their name before their content is on the disk",
    file: "src/main/enrolment/letters/pdf.ts",
    find: "await this.#handle.sync().catch(refuseTarget);",
    replace: "",
    tests: [files],
    named: whileWritten,
  },
  {
    name: "the name that a file gets may be lost",
    file: "src/main/files/durable.ts",
    find: "    await syncFolder(dirname(file));\n  } catch",
    replace: "  } catch",
    tests: [files],
    named: whileWritten,
  },
  {
    name: "a change is answered before it is on the disk",
    file: "src/main/store/sqlite/open.ts",
    find: "synchronous = FULL",
    replace: "synchronous = NORMAL",
    tests: ["tests/fault/power/store.test.ts"],
    named: "during changes of the store",
  },
  {
    name: "the store of a restore may get its name before the old one is kept aside",
    file: "src/main/backups/archive/switch.ts",
    find: "  await rename(from, to);\n  await syncFolder(dataDir);",
    replace: "  await rename(from, to);",
    tests: ["tests/fault/power/backup.test.ts"],
    named: "during a restore leaves the old store",
  },
];
