import type { Fault } from "../../scripts/lib/faults/fault.ts";

const targets = "tests/integration/targets/targets.test.ts";
const fit = "tests/integration/targets/fit.test.ts";
const proofs = "tests/integration/targets/proofs.test.ts";

export const faults: readonly Fault[] = [
  {
    name: "a change of a system overwrites what somebody else changed meanwhile",
    file: "src/main/targets/change.ts",
    find: "version === undefined || version === toTarget(before).version",
    replace: "version === undefined || before.id !== null",
    tests: [targets],
    named: "is not changed over what somebody else has changed",
  },
  {
    name: "what has to fit a group's system is asked of everybody",
    file: "src/main/twofactor/fit.ts",
    find: "if (group !== null && (user.pk === null",
    replace: "if (group === null && (user.pk === null",
    tests: [fit],
    named: "concerns people of its group alone",
  },
  {
    name: "somebody gets more than a system holds for one person",
    file: "src/main/twofactor/fit.ts",
    find: ">= most;",
    replace: "> most;",
    tests: [fit],
    named: "is refused where the person would have more than it holds",
  },
  {
    name: "a hardware token that a system cannot hold is assigned",
    file: "src/main/enrolment/hardware/assign.ts",
    find: "  await requireDeviceFits(made, ready, input);\n",
    replace: "",
    tests: [fit],
    named: "is no hardware token",
  },
  {
    name: "the policy may make by default what a system cannot hold",
    file: "src/main/policy/fit.ts",
    find: "if (why === null) return;",
    replace: "if (why !== undefined) return;",
    tests: [fit],
    named: "stays within what it holds",
  },
  {
    name: "a code is shown that a system should not accept any more",
    file: "src/main/targets/proofs.ts",
    find: `handed.state === "remove"`,
    replace: `handed.state === "same" && handed.label === ""`,
    tests: [proofs],
    named: "is for an active authenticator that the system has as it is here",
  },
  {
    name: "the code for a sign-in forgets the drift",
    file: "src/main/targets/proofs.ts",
    find: "isCounter ? 0 : drift",
    replace: "isCounter ? 0 : 0 * drift",
    tests: [proofs],
    named: "whose clock is off",
  },
  {
    name: "a proof outlives what was handed over",
    file: "src/main/targets/proofs.ts",
    find: "handed.exported_at !== since",
    replace: "handed.exported_at < since",
    tests: [proofs],
    named: "stays when the same is handed over again",
  },
];
