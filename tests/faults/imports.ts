import type { Fault } from "../../scripts/lib/faults/fault.ts";

const reading = "tests/unit/imports/reading.test.ts";
const owners = "tests/integration/imports/seed-owners.test.ts";

export const faults: readonly Fault[] = [
  {
    name: "a cell that begins with @ is a formula in an export",
    file: "src/main/formats/csv/formula.ts",
    find: "const formula = /(?<=(?:^|[,;|\\t])[^\\S\\t\\r]*)('*)(?=[=+\\-@",
    replace: "const formula = /(?<=(?:^|[,;|\\t])[^\\S\\t\\r]*)('*)(?=[=+\\-",
    tests: [reading],
    named: "a formula is disarmed, and any text comes back",
  },
  {
    name: "a surname that many have names a likely owner",
    file: "src/main/imports/seeds/likely.ts",
    find: "return alike.length > namesakes ? [] : alike;",
    replace: "return alike;",
    tests: [owners],
    named: "names nobody for a surname that many have",
  },
  {
    name: "a key is remembered as a heading",
    file: "src/main/imports/seeds/presets.ts",
    find: "  await requireHeadings(input);\n",
    replace: "",
    tests: [owners],
    named: "takes no key for a heading",
  },
  {
    name: "what is remembered of tables of people is replaced by a table of seeds",
    file: "src/main/store/people/import-presets.ts",
    find: "if (result.numInsertedOrUpdatedRows === 1n) return;",
    replace: "if (result.numInsertedOrUpdatedRows !== undefined) return;",
    tests: [owners],
    named: "takes no key for a heading",
  },
];
