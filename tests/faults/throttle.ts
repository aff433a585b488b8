import type { Fault } from "../../scripts/lib/faults/fault.ts";

const moved = "tests/integration/throttle/moved-clock.test.ts";

export const faults: readonly Fault[] = [
  {
    name: "a wrong attempt is counted but delays nothing",
    file: "src/main/throttle/throttle.ts",
    find: "delay === 0 ? 0 : await waitFor(tx, moment, delay)",
    replace: "delay === 0 ? 0 : await waitFor(tx, moment, 0)",
    tests: ["tests/integration/twofactor/verification.test.ts"],
    named: "delay the next check, also over a restart",
  },
  {
    name: "a wait ends when the clock says so",
    file: "src/main/throttle/wait.ts",
    find: "return Math.max(reached, latest ?? now);",
    replace: "return Math.max(reached, now);",
    tests: [moved],
    named: "each step of the clock forward buys nothing",
  },
  {
    name: "a start of the computer counts for as long as the clock says that it was off",
    file: "src/main/throttle/wait.ts",
    find: "Math.min(ms, now - own.at)",
    replace: "(ms, now - own.at)",
    tests: [moved],
    named: "neither a restart of the computer",
  },
  {
    name: "what a computer has run before is not written down when the console is closed",
    file: "src/main/console.ts",
    find: "  await keepCounting(live, options);\n  await leaveWindow",
    replace: "  await leaveWindow",
    tests: [moved],
    named: "adds up over starts of the computer",
  },
  {
    name: "the first delay comes one wrong attempt later",
    file: "src/main/throttle/throttle.ts",
    find: "failures - delays.freeFailures - 1",
    replace: "failures - delays.freeFailures - 2",
    tests: ["tests/unit/throttle/delays.test.ts"],
  },
  {
    name: "nobody is locked out at a hundred wrong attempts",
    file: "src/main/throttle/throttle.ts",
    find: "lockedOut: failures >= hardLimit",
    replace: "lockedOut: failures > hardLimit",
    tests: ["tests/integration/administrators/access/guessing.test.ts"],
    named: "lets nobody in after a hundred wrong attempts in a row",
  },
];
