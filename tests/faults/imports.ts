import type { Fault } from "../../scripts/lib/faults/fault.ts";

const reading = "tests/unit/imports/reading.test.ts";

export const faults: readonly Fault[] = [
  {
    name: "a cell that begins with @ is a formula in an export",
    file: "src/main/formats/csv/formula.ts",
    find: "const formula = /(?<=(?:^|[,;|\\t])[^\\S\\t\\r]*)('*)(?=[=+\\-@",
    replace: "const formula = /(?<=(?:^|[,;|\\t])[^\\S\\t\\r]*)('*)(?=[=+\\-",
    tests: [reading],
    named: "a formula is disarmed, and any text comes back",
  },
];
