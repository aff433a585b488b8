import type { Fault } from "../../scripts/lib/faults/fault.ts";

export const faults: readonly Fault[] = [
  {
    name: "a wrong attempt is counted but delays nothing",
    file: "src/main/throttle/throttle.ts",
    find: "blocked_until: delay === 0 ? 0 : now + delay",
    replace: "blocked_until: delay === 0 ? 0 : now",
    tests: ["tests/integration/twofactor/verification.test.ts"],
    named: "delay the next check, also over a restart",
  },
  {
    name: "setting the clock back ends a delay",
    file: "src/main/throttle/throttle.ts",
    find: "if (now >= row.updated_at) return Math.max(0, row.blocked_until - now);",
    replace: "if (now < row.updated_at) return 0;\n  if (now >= 0) return Math.max(0, row.blocked_until - now);",
    tests: ["tests/integration/administrators/access/sign-in.test.ts"],
    named: "are not forgotten when the clock is set back",
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
    find: "lockedOut: row.failures >= hardLimit",
    replace: "lockedOut: row.failures > hardLimit",
    tests: ["tests/integration/administrators/access/guessing.test.ts"],
    named: "lets nobody in after a hundred wrong attempts in a row",
  },
  {
    name: "a delay of before the clock was set back begins anew at each look",
    file: "src/main/throttle/throttle.ts",
    find: "if (row && attempts.restarts) {",
    replace: "if (row && attempts.restarts && now < 0) {",
    tests: ["tests/integration/administrators/access/sign-in.test.ts"],
    named: "are not forgotten when the clock is set back",
  },
];
