import type { Fault } from "../../scripts/lib/faults/fault.ts";

const redact = "tests/unit/system/redact.test.ts";
const logger = "tests/unit/system/logger.test.ts";

export const faults: readonly Fault[] = [
  {
    name: "the address of a QR code is logged",
    file: "src/main/system/scrub.ts",
    find: `form("otpauth", /otpauth(?:-migration)?:[^\\s"'\`<>]*/giu),`,
    replace: "",
    tests: [redact],
    named: "scrub",
  },
  {
    name: "a code without its blank is logged",
    file: "src/main/system/scrub.ts",
    find: "(?:[0-9]{6}|[0-9]{8}|",
    replace: "(?:[0-9]{8}|",
    tests: [redact],
    named: "scrub",
  },
  {
    name: "the log keeps one file too many",
    file: "src/main/system/logger.ts",
    find: "const keptFiles = 5;",
    replace: "const keptFiles = 6;",
    tests: [logger],
    named: "is rotated at a megabyte",
  },
];
