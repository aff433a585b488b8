import type { Fault } from "../../scripts/lib/faults/fault.ts";

const chain = "tests/integration/audit/chain.test.ts";
const change = "tests/integration/call/change.test.ts";

export const faults: readonly Fault[] = [
  {
    name: "the seal of an event leaves its details out",
    file: "src/main/audit/chain.ts",
    find: "    row.details,\n",
    replace: "",
    tests: [chain],
    named: "shows when",
  },
  {
    name: "the seal of an event leaves out who did it",
    file: "src/main/audit/chain.ts",
    find: "    row.actor,\n",
    replace: "",
    tests: [chain],
    named: "shows when",
  },
  {
    name: "an event that is stored at once overtakes what was noted before it",
    file: "src/main/call/change.ts",
    find: "if (this.#batch && this.#events.length === 0)",
    replace: "if (this.#batch)",
    tests: [change],
    named: "may store many events as they come",
  },
];
