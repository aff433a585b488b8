import type { Fault } from "../../scripts/lib/faults/fault.ts";

const selection = "tests/unit/renderer/selection.test.ts";

export const faults: readonly Fault[] = [
  {
    name: "what was decided by hand is imported without a check",
    file: "src/renderer/features/seeds/SeedCheck.tsx",
    find: "disabled={create === 0 || unchecked > 0}",
    replace: "disabled={create === 0}",
    tests: ["tests/unit/renderer/seeds.test.ts"],
    named: "owners are named from the keyboard",
  },
  {
    name: "a range of people leaves its last one out",
    file: "src/renderer/features/people/selection.ts",
    find: "Math.max(a, b) + 1",
    replace: "Math.max(a, b)",
    tests: [selection],
    named: "a range",
  },
  {
    name: "more people can be chosen than a call takes",
    file: "src/renderer/features/people/selection.ts",
    find: "named.size > mostNamed",
    replace: "named.size > mostNamed * 2",
    tests: [selection],
    named: "are no more than a call takes",
  },
  {
    name: "what was done is told only once the lists were read again",
    file: "src/renderer/ipc/hooks.ts",
    find: "answered(asked, output);\n      await refresh(client, (await readContract()).touchedBy(name));",
    replace: "await refresh(client, (await readContract()).touchedBy(name));\n      answered(asked, output);",
    tests: ["tests/unit/renderer/confirmations.test.ts"],
    named: "what was done is told",
  },
];
