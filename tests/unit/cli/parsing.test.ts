import { describe, expect, it } from "vitest";
import { main, wantsJson } from "../../../src/cli/main.ts";
import { buildProgram } from "../../../src/cli/program.ts";
import { everyCommand, pipes } from "./support.ts";
import { PrintedError } from "../../support/told.ts";

const noWorker = { workerUrl: new URL("file:///nowhere/worker.js") };

/** The parser alone: which command would run, with which data folder. */
async function parse(...argv: string[]) {
  const runs: { data: string | undefined }[] = [];
  const program = buildProgram({ out: "", err: "" }, ({ data }) => async () => {
    runs.push({ data });
  });
  await program.parseAsync(argv, { from: "user" });
  return runs;
}

async function refused(...argv: string[]) {
  const io = pipes();
  const exitCode = await main(argv, io, noWorker);
  return { exitCode, out: io.out(), err: io.err() };
}

const commands = everyCommand();

describe("help", () => {
  it("knows all commands", () => {
    expect(commands.length).toBeGreaterThan(35);
  });

  it.each(commands.map((path) => [path.join(" "), path] as const))(
    "of `countersign %s` has an example",
    async (_n, path) => {
      const io = pipes();
      expect(await main([...path, "--help"], io, noWorker)).toBe(0);
      const help = io.out();
      expect(help).toContain(`Usage: countersign ${path.join(" ")}`.trimEnd());
      expect(help).toMatch(/\nExamples?:\n {2}\$ /u);
      expect(io.err()).toBe("");
    },
  );

  it.each(commands.map((path) => [path.join(" "), path] as const))(
    "of `countersign %s` shows neither earlier names nor words that texts do not use",
    async (_n, path) => {
      const io = pipes();
      await main([...path, "--help"], io, noWorker);
      expect(io.out()).not.toMatch(
        /\b(?:users?|places?|(?<!hardware )tokens|tokenid|verdicts?|recovery identit\w+|delimiter)\b/iu,
      );
    },
  );

  it("is plain with --json too", async () => {
    const { exitCode, out } = await refused("people", "add", "--json", "--help");
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^Usage: countersign people add/u);
  });

  it("comes on stderr, as wrong usage, when the command is missing", async () => {
    for (const argv of [[], ["people"]]) {
      const { exitCode, out, err } = await refused(...argv);
      expect([exitCode, out]).toEqual([2, ""]);
      expect(err).toContain("Commands:");
    }
  });
});

describe("no option takes a secret", () => {
  it.each(commands.map((path) => [path.join(" "), path] as const))("of `countersign %s`", async (_name, path) => {
    const io = pipes();
    await main([...path, "--help"], io, noWorker);
    const flags = io.out().match(/^ +(?:-\w, )?--[\w-]+ <[^>]*>/gmu) ?? [];
    for (const flag of flags) expect(flag).not.toMatch(/pass|secret|code|recovery|pin/iu);
  });
});

describe("global options", () => {
  it.each([
    [["--data", "d", "people", "list"]],
    [["people", "--data", "d", "list"]],
    [["people", "list", "--data", "d"]],
    [["people", "list", "--data=d", "--json"]],
    [["--json", "people", "list", "--limit", "3", "--data", "d"]],
    [["enrol", "begin", "alice", "--label", "phone", "--data", "d"]],
    [["enrol", "alice", "--label", "phone", "--data", "d"]],
    [["enrol", "begin", "begin", "--data", "d"]],
  ])("are known wherever they stand: %j", async (argv) => {
    expect(await parse(...argv)).toEqual([{ data: "d" }]);
  });

  it("say before parsing whether JSON is wanted", () => {
    expect(wantsJson(["people", "list", "--json"])).toBe(true);
    expect(wantsJson(["verify", "--", "--json"])).toBe(false);
    expect(wantsJson(["people", "list"])).toBe(false);
  });
});

describe("wrong usage", () => {
  it.each([
    [["peple", "list"], "Unknown command 'peple' (Did you mean people?)"],
    [["people", "lst"], "Unknown command 'lst' (Did you mean list?)"],
    [["people", "list", "--serach", "x"], "Unknown option '--serach' (Did you mean --search?)"],
    [["enrol", "bgin", "alice"], "Unknown command 'bgin' (Did you mean begin?)"],
    [["enrol", "alice", "bob"], "Unknown command 'alice'"],
    [["enrol"], "Missing required argument 'person'"],
    [["verify"], "Missing required argument 'person'"],
    [["verify", "a", "b"], "Too many arguments for 'verify'. Expected 1 argument but got 2."],
    [["people", "add"], "Required option '--username <name>' not specified"],
    [["setup", "begin", "--owner", "dana"], "Required option '--organisation <name>' not specified"],
    [["sign-in", "--as"], "Option '--as <name>' argument missing"],
    [["people", "list", "--limit", "0"], "whole number from 1 to 999999"],
    [["people", "list", "--limit", "1e3"], "whole number from 1 to 999999"],
    [["people", "list", "--limit", "9999999"], "whole number from 1 to 999999"],
    [["people", "list", "--status", "gone"], "Allowed choices are active, disabled, left."],
    [["enrol", "begin", "a", "--digits", "7"], "It must be 6 or 8."],
    [["enrol", "begin", "a", "--period", "45"], "It must be 30 or 60 (seconds)."],
    [["enrol", "begin", "a", "--algorithm", "MD5"], "It must be one of SHA1, SHA256, SHA512."],
    [["people"], "A command is missing."],
    [["people", "edit", "alice"], "Say what to change"],
    [["enrol", "alice"], "`enrol begin PERSON` and then `enrol confirm ID`"],
    [["sign-in", "--as", "dana", "--password", "x"], "Unknown option '--password'"],
  ])("%j is exit code 2 and one JSON object", async (argv, message) => {
    const { exitCode, out, err } = await refused(...argv, "--json", "--data", "/nowhere");
    expect(exitCode).toBe(2);
    expect(out.endsWith("\n")).toBe(true);
    const reply = JSON.parse(out) as { ok: boolean; error: unknown };
    expect(reply.ok).toBe(false);
    const error = PrintedError.parse(reply.error);
    expect(error.code).toBe("INVALID_INPUT");
    expect(error.message).toContain(message);
    expect(err).toBe("");
  });

  it("is told to people on stderr, with what helps", async () => {
    const { exitCode, out, err } = await refused("people", "lst");
    expect([exitCode, out]).toEqual([2, ""]);
    expect(err).toBe(
      "countersign: Unknown command 'lst' (Did you mean list?)\nAdd --help to a command to see how to use it.\n",
    );
  });

  it("never repeats the value of an unknown option", async () => {
    const { err } = await refused("sign-in", "--as", "dana", "--password=planted-Secret-71");
    expect(err).toContain("Unknown option '--password");
    expect(err).not.toContain("planted-Secret-71");
  });

  it("never repeats an argument that is too many", async () => {
    const { err } = await refused("sign-in", "--as", "dana", "planted-Secret-71");
    expect(err).toContain("Too many arguments");
    expect(err).not.toContain("planted-Secret-71");
  });

  it("is a forgotten data folder", async () => {
    const { exitCode, out } = await refused("people", "list", "--data", "--json");
    expect(exitCode).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      error: { code: "INVALID_INPUT", fields: { data: expect.any(String) as string } },
    });
  });

  it("does not hide behind terminal controls", async () => {
    const { err } = await refused("\u001B[2Jevil");
    expect(err).not.toContain("\u001B");
  });
});

describe("the version", () => {
  it("is one line, or one JSON object", async () => {
    expect(await refused("--version")).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/u) as string,
    });
    const { out } = await refused("--version", "--json");
    expect(JSON.parse(out)).toEqual({ ok: true, data: { version: expect.any(String) as string } });
  });
});
