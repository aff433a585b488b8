import type { Fault } from "../../scripts/lib/faults/fault.ts";

const session = "tests/unit/cli/session-file.test.ts";
const secrets = "tests/unit/cli/stdin-secrets.test.ts";
const render = "tests/unit/cli/render.test.ts";

export const faults: readonly Fault[] = [
  {
    name: "a session that others could have read is taken",
    file: "src/cli/session-file.ts",
    find: "const othersMayAccess = 0o077;",
    replace: "const othersMayAccess = 0o007;",
    tests: [session],
    named: "is removed with mode",
  },
  {
    name: "others can read the terminal's session",
    file: "src/cli/session-file.ts",
    find: "mode: 0o600, flag",
    replace: "mode: 0o644, flag",
    tests: [session],
    named: "readable by its owner only",
  },
  {
    name: "a link in the place of the session is followed",
    file: "src/cli/session-file.ts",
    find: "O_RDONLY | O_NOFOLLOW | O_NONBLOCK",
    replace: "O_RDONLY | O_NONBLOCK",
    tests: [session],
    named: "is removed when it is a link",
  },
  {
    name: "an unknown key on stdin is ignored",
    file: "src/cli/stdin-secrets.ts",
    find: "const StdinSecrets = z.strictObject({",
    replace: "const StdinSecrets = z.object({",
    tests: [secrets],
    named: "refuses the unknown key",
  },
  {
    name: "wrong usage ends like an error",
    file: "src/cli/exit-codes.ts",
    find: `code === "INVALID_INPUT" ? exitCodes.usage : exitCodes.error`,
    replace: `code === "INVALID_INPUT" ? exitCodes.error : exitCodes.error`,
    tests: ["tests/unit/cli/exit-codes.test.ts"],
  },
  {
    name: "text from the store moves the terminal's cursor",
    file: "src/cli/render/text.ts",
    find: "harmless(stripVTControlCharacters(text))",
    replace: "text",
    tests: [render],
    named: "text for a terminal",
  },
  {
    name: "a cell of a table breaks its line",
    file: "src/cli/render/table.ts",
    find: `typeof label === "string" ? printable(label)`,
    replace: `typeof label === "string" ? label`,
    tests: [render],
    named: "cannot be broken by a name",
  },
  {
    name: "a command that is offered can be ended by a name",
    file: "src/cli/render/text.ts",
    find: "text.replaceAll(\"'\", String.raw`'\\''`)",
    replace: "text",
    tests: ["tests/unit/cli/verdict.test.ts"],
    named: "can be pasted as it is: no placeholder",
  },
  {
    name: "a page of a list asks for more rows than are wanted",
    file: "src/cli/pages.ts",
    find: "Math.min(limit - rows.length, pageSize)",
    replace: "pageSize",
    tests: ["tests/unit/cli/pages.test.ts"],
  },
  {
    name: "a code and a backup code are both taken",
    file: "src/cli/secrets.ts",
    find: "if (code !== undefined && backupCode !== undefined)",
    replace: 'if (code !== undefined && backupCode === "")',
    tests: ["tests/unit/cli/secrets.test.ts"],
    named: "takes a code or a backup code, and only one of them",
  },
  {
    name: "a choice of an option is said past the catalogue",
    file: "src/cli/help.ts",
    find: `say(text("help.choices", { choices: choices.map((one) => JSON.stringify(one)) }))`,
    replace: "`choices: ${choices.join()}`",
    tests: ["tests/unit/cli/pseudo.test.ts"],
    named: "has no other words",
  },
  {
    name: "an empty list is said past the catalogue",
    file: "src/cli/render/groups.ts",
    find: `sayLine(text("cliPeople.noGroups"))`,
    replace: `"There are no groups."`,
    tests: ["tests/integration/cli/pseudo.test.ts"],
    named: "about people, groups and authenticators",
  },
];
