import { PassThrough, Readable, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import { main } from "../../../src/cli/main.ts";
import { toolsMissing } from "../../support/tools.ts";
import { Authenticator, means, newFolder, runHere, type Script, setUp } from "./support.ts";

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => folder.remove());

interface Doctor {
  unconfirmedCodes: { count: number; names: string[] };
}

const named = async (script: Script) => (await script.run<Doctor>(["doctor"])).data?.unconfirmedCodes.names;

/** A person whose phone was just enrolled from the terminal. */
async function ready() {
  const { script } = await setUp(folder.dir);
  await script.done(["people", "add", "--username=alice"]);
  const begun = await script.done<{ tokenId: string; uri: string }>(["enrol", "begin", "alice"]);
  const code = new Authenticator(begun.uri).next();
  return { script, confirm: () => script.done(["enrol", "confirm", begun.tokenId], { code }) };
}

/** The same as `runHere`, with nobody at the other end of the pipe. */
async function runIntoClosedPipe(args: readonly string[], dir: string): Promise<string> {
  const stdout = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error("write EPIPE"), { code: "EPIPE" })),
  });
  stdout.on("error", () => undefined);
  const stderr = new PassThrough();
  const said = text(stderr);
  const io = {
    stdin: Readable.from([]),
    stdout,
    stderr,
    cwd: dir,
    signal: new AbortController().signal,
  };
  await main(args, io, means);
  stderr.end();
  return said;
}

describe.skipIf(toolsMissing("oathtool"))("backup codes in the terminal", () => {
  it("count as handed over once they are written: set-up, enrolment, new ones, one's own", async () => {
    const { script, confirm } = await ready();
    expect(await named(script)).toEqual([]);
    await confirm();
    expect(await named(script)).toEqual([]);
    await script.done(["backup-codes", "regenerate", "alice"]);
    expect(await named(script)).toEqual([]);
    const { events } = await script.done<{ events: { action: string }[] }>(["audit", "list"]);
    const actions = events.map(({ action }) => action);
    expect(actions.filter((action) => action === "backup_codes.confirm")).toHaveLength(2);
    expect(actions.filter((action) => action === "account.confirm_backup_codes")).toHaveLength(1);
  });

  it("that could not be written stay named, by doctor and by people show", async () => {
    const { script, confirm } = await ready();
    await confirm();
    const place = ["--data", script.dataDir];
    const said = await runIntoClosedPipe(["backup-codes", "regenerate", "alice", ...place], folder.dir);
    expect(said).toContain("It could not be recorded that this was shown.");
    expect(await named(script)).toEqual(["alice"]);
    const doctor = await runHere(["doctor", ...place], folder.dir);
    expect(doctor.stdout).toContain("Nobody has confirmed that these people have their new backup codes: alice.");
    const shown = await runHere(["people", "show", "alice", ...place], folder.dir);
    expect(shown.stdout).toMatch(/Nobody has confirmed that the person has the 10 backup codes made .+/u);
    expect(shown.stdout).toContain("countersign backup-codes regenerate");
  });

  it("of one's own that nobody confirmed are named by account show", async () => {
    const { script } = await ready();
    const raw = new Database(storeFile(script.dataDir));
    raw.exec("UPDATE backup_code_sets SET handed_over_at = NULL");
    raw.close();
    const { stdout } = await runHere(["account", "show", "--data", script.dataDir], folder.dir);
    expect(stdout).toContain("nobody has confirmed having them; if in doubt: countersign account backup-codes");
    expect(await named(script)).toEqual(["dana"]);
  });
});
