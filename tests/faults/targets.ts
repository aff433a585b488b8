import type { Fault } from "../../scripts/lib/faults/fault.ts";

const targets = "tests/integration/targets/targets.test.ts";

export const faults: readonly Fault[] = [
  {
    name: "everybody on the machine can read a file of keys",
    file: "src/main/targets/growing.ts",
    find: 'open(path, "wx", 0o600)',
    replace: 'open(path, "wx", 0o644)',
    tests: [targets],
    named: "writes what is active, 0600",
  },
  {
    name: "the log does not know of an export of keys",
    file: "src/main/targets/handlers.ts",
    find: 'note({ action: "token.export", target: { id: null, name: basename(to) }, details });',
    replace: 'note({ action: "target.settle", target: { id: null, name: basename(to) }, details });',
    tests: [targets],
    named: "writes what is active, 0600",
  },
  {
    name: "an authenticator that is switched off is handed over",
    file: "src/main/targets/gather.ts",
    find: '.filter(({ status, seed }) => status === "active" && seed !== null)',
    replace: '.filter(({ status, seed }) => status !== "pending" && seed !== null)',
    tests: [targets],
    named: "writes what is active, 0600",
  },
  {
    name: "a system that holds one of a person gets two",
    file: "src/main/targets/gather.ts",
    find: "this.#count >= this.#most",
    replace: "this.#count > this.#most",
    tests: [targets],
    named: "leaves a second authenticator of a person out",
  },
  {
    name: "a system gets everything again each time",
    file: "src/main/targets/gather.ts",
    find: "if (first === undefined && known !== handed.facts) {",
    replace: 'if (first === undefined && known !== "") {',
    tests: [targets],
    named: "gets what is new at the next export",
  },
  {
    name: "a system is not told that somebody has another name",
    file: "src/main/targets/gather.ts",
    find: "const facts = JSON.stringify([username, email, external_id, account, serial]);",
    replace: "const facts = JSON.stringify([id, serial]);",
    tests: [targets],
    named: "gets somebody again whose username has changed",
  },
  {
    name: "the passphrase of a system is kept",
    file: "src/main/targets/roster.ts",
    find: "if (secret) {",
    replace: 'if (secret?.name === "") {',
    tests: [targets],
    named: "keeps no secret",
  },
  {
    name: "a file with nothing in it is written for a system",
    file: "src/main/targets/handlers.ts",
    find: "if (handing && go === 0) {",
    replace: "if (handing && go < 0) {",
    tests: [targets],
    named: "gets what is new at the next export",
  },
];
