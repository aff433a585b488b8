import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../../src/cli/main.ts";
import { outputTo } from "../../../src/cli/output.ts";
import { terminal } from "../../../src/shared/texts/en/terminal/index.ts";
import { inEnglish, speak } from "../../../src/shared/texts/say.ts";
import { pseudo } from "../../support/pseudo.ts";
import { bypasses, bypassesInHelp } from "../../support/pseudo-terminal.ts";
import { everyCommand, pipes } from "./support.ts";

const noWorker = { workerUrl: new URL("file:///nowhere/worker.js") };

beforeAll(() => speak(pseudo));
afterAll(() => speak(inEnglish));

async function printed(argv: readonly string[]): Promise<string> {
  const io = pipes("");
  await main(argv, io, noWorker);
  return `${io.out()}\n${io.err()}`;
}

describe("in the pseudo-locale", () => {
  it.each(everyCommand().map((path) => [path.join(" "), path] as const))(
    "help of `countersign %s` has no other words",
    async (_name, path) => {
      const help = await printed([...path, "--help"]);
      expect(help).toContain("⟦");
      expect(bypassesInHelp(help)).toEqual([]);
    },
  );

  it.each([[[]], [["people"]]])("help where a command is missing has no other words: %j", async (argv) => {
    expect(bypassesInHelp(await printed(argv))).toEqual([]);
  });

  it.each<[string[]]>([
    [["bogus"]],
    [["peple"]],
    [["people", "--json"]],
    [["people", "list", "--limti", "3"]],
    [["people", "list", "--limti=secret"]],
    [["people", "list", "--limit", "x"]],
    [["people", "list", "--limit"]],
    [["people", "list", "--status", "gone"]],
    [["people", "show"]],
    [["people", "show", "a", "b"]],
    [["people", "undo", "x"]],
    [["people", "status", "a", "b"]],
    [["people", "import", "f", "--map", "x"]],
    [["people", "import", "f", "--status", "x"]],
    [["people", "import", "f", "--accept", "x"]],
    [["people", "import", "f", "--separator", "x"]],
    [["people", "import", "f", "--groups-by", "x"]],
    [["people", "import", "f", "--header-row", "x"]],
    [["policies", "get", "x"]],
    [["enrol", "begin", "a", "--algorithm", "x"]],
    [["enrol", "begin", "a", "--kind", "x"]],
    [["enrol", "begin", "a", "--digits", "x"]],
    [["enrol", "begin", "a", "--period", "x"]],
    [["sign-in"]],
    [["people", "list", "--data", ""]],
    [["people", "list", "--data", "--json"]],
    [["enrol", "alice", "--data", "/nowhere/countersign"]],
  ])("wrong usage has no other words: %j", async (argv) => {
    const said = await printed(argv);
    if (argv.at(-1) === "--json") return expect(said).toContain('"message":"⟦');
    expect(said).toContain("⟦");
    expect(bypasses(said)).toEqual([]);
  });

  it.each(Object.keys(terminal.phases))("the progress of “%s” has no other words", (phase) => {
    const io = pipes("");
    const { progress } = outputTo({ ...io, stderr: Object.assign(io.stderr, { isTTY: true }) }, false);
    progress({ phase, done: 1, total: 4 });
    progress({ phase, done: 0, total: null });
    const said = stripVTControlCharacters(io.err());
    expect(said).toContain("25");
    expect(bypasses(said)).toEqual([]);
  });
});
