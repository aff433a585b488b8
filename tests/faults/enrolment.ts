import type { Fault } from "../../scripts/lib/faults/fault.ts";

const pieces = "tests/unit/enrolment/letters/pieces.test.ts";

export const faults: readonly Fault[] = [
  {
    name: "a mistyped serial is taken",
    file: "src/main/enrolment/letters/serial.ts",
    find: "checkCharacter(symbols.slice(0, -1)) === symbols.at(-1)",
    replace: "checkCharacter(symbols.slice(0, -1)) !== undefined",
    tests: [pieces],
    named: "shows every single wrong letter",
  },
  {
    name: "letters that were cancelled in time are kept",
    file: "src/main/enrolment/letters/no-return.ts",
    find: "Atomics.compareExchange(gate, 0, open, state) === open",
    replace: "Atomics.compareExchange(gate, 0, open, state) !== kept",
    tests: [pieces],
    named: "the point of no return",
  },
];
