import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { keychainState } from "#main/keychain/describe.ts";
import { keytarStore, type Keytar } from "#main/keychain/keytar.ts";
import { unavailableStore } from "#main/keychain/unavailable.ts";
import { run } from "../../../scripts/lib/run.ts";
import { runWithKeyring } from "../../../scripts/with-keyring.ts";
import { toolsMissing } from "../../support/tools.ts";
import { text } from "#shared/texts/text.ts";

const script = join(import.meta.dirname, "steps.ts");

interface Outcome {
  code: number;
  outcomes: unknown[];
}

/** Does the steps (`name:account`) in one process with an unlocked keyring of its own. */
async function inSession(steps: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  const command = [process.execPath, script, ...steps];
  const { code, output } = await runWithKeyring(command, { env: { ...process.env, ...env }, limit: 15_000 });
  return { code, outcomes: outcomesIn(output) };
}

function outcomesIn(output: string): unknown[] {
  const line = output.split("\n").find((one) => one.startsWith("["));
  if (line === undefined) throw new Error(`no outcomes in: ${output}`);
  return JSON.parse(line) as unknown[];
}

const secretHex = Buffer.from([0, 255, 10, 13, ...Buffer.from("päss"), 0]).toString("hex");

describe.skipIf(toolsMissing("dbus", "gnome-keyring", "libsecret"))("a real Secret Service", () => {
  it("keeps, replaces, returns and deletes a secret of any bytes", async () => {
    const { outcomes, code } = await inSession([
      "get:a",
      "set:a",
      "get:a",
      "get:b",
      "replace:a",
      "get:a",
      "delete:a",
      "get:a",
      "delete:a",
    ]);
    const other = Buffer.from("other").toString("hex");
    expect(outcomes).toEqual([null, null, secretHex, null, null, other, null, null, null]);
    expect(code).toBe(7);
  });

  it("tells whether it holds a store's key", async () => {
    const { outcomes } = await inSession(["state", "state:a", "set:a", "state:a"]);
    expect(outcomes).toEqual([
      { state: "available", reason: null },
      { state: "available", reason: null },
      null,
      { state: "bound", reason: null },
    ]);
  });

  it("refuses an empty account", async () => {
    const { outcomes } = await inSession(["get"]);
    expect(outcomes).toEqual([expect.objectContaining({ code: "KEYCHAIN_UNAVAILABLE" })]);
  });

  it("KEYCHAIN_REFUSED: locked, and nobody unlocks it at the prompt", async () => {
    const { outcomes } = await inSession(["set:a", "lock", "replace:a", "get:a"]);
    expect(outcomes[2]).toEqual({
      code: "KEYCHAIN_REFUSED",
      message: "This computer's keychain refused access.",
    });
    expect(outcomes[3]).toBeNull();
  });

  it("KEYCHAIN_UNAVAILABLE: it does not answer; the process can still end", async () => {
    const { outcomes, code } = await inSession(["set:a", "stop", "get:a", "twice:a", "state:a"], { TIME_LIMIT: "300" });
    const pid = outcomes[1] as number;
    onTestFinished(() => void process.kill(pid, "SIGKILL"));
    const unavailable = { code: "KEYCHAIN_UNAVAILABLE", message: expect.stringContaining("in time") as string };
    expect(outcomes[2]).toEqual(unavailable);
    expect(outcomes[3]).toEqual({ outcomes: ["rejected", "rejected"], took: expect.any(Number) as number });
    // While one call is stuck, no other one is begun, and none is waited for.
    expect((outcomes[3] as { took: number }).took).toBeLessThan(250);
    expect(outcomes[4]).toEqual({ state: "unavailable", reason: unavailable.message });
    expect(code).toBe(7);
  });
});

describe("no Secret Service", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "cs-bus-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function without(env: Record<string, string>): Promise<Outcome> {
    const clean = { PATH: process.env["PATH"] ?? "", HOME: folder, ...env };
    const { code, output } = await run(process.execPath, [script, "get:a", "set:a", "state"], {
      env: clean,
      limit: 15_000,
    });
    return { code, outcomes: outcomesIn(output) };
  }

  it.runIf(process.platform === "linux")("KEYCHAIN_UNAVAILABLE: no session bus", async () => {
    const { outcomes, code } = await without({});
    const error = { code: "KEYCHAIN_UNAVAILABLE", message: expect.stringContaining("no keychain service") as string };
    expect(outcomes).toEqual([error, error, { state: "unavailable", reason: error.message }]);
    expect(code).toBe(7);
  });

  it.runIf(process.platform === "linux")("KEYCHAIN_UNAVAILABLE: a session bus that is gone", async () => {
    const { outcomes } = await without({ DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, "gone")}` });
    expect(outcomes[0]).toEqual(expect.objectContaining({ code: "KEYCHAIN_UNAVAILABLE" }));
  });

  it("does not load the native module without a bus, and does with one", async () => {
    let loads = 0;
    const load = (): Promise<Keytar> => {
      loads += 1;
      return Promise.reject(new Error("Failed to load keytar native addon"));
    };
    const onLinux = (env: NodeJS.ProcessEnv) => keytarStore("test", { platform: "linux", env, load });
    await expect(onLinux({}).get("a")).rejects.toMatchObject({ code: "KEYCHAIN_UNAVAILABLE" });
    await expect(onLinux({ XDG_RUNTIME_DIR: folder }).get("a")).rejects.toMatchObject({ code: "KEYCHAIN_UNAVAILABLE" });
    expect(loads).toBe(0);

    mkdirSync(join(folder, "run"));
    const bus = createServer().listen(join(folder, "run", "bus"));
    onTestFinished(() => void bus.close());
    await new Promise((resolve) => bus.once("listening", resolve));
    expect(existsSync(join(folder, "run", "bus"))).toBe(true);
    await expect(onLinux({ XDG_RUNTIME_DIR: join(folder, "run") }).get("a")).rejects.toMatchObject({
      code: "KEYCHAIN_UNAVAILABLE",
      text: text("base.keychainLibrary"),
    });
    expect(loads).toBe(1);
  });

  it("is not asked for a bus on other systems", async () => {
    const load = () => Promise.reject(new Error("not here"));
    const store = keytarStore("test", { platform: "win32", env: {}, load });
    await expect(store.get("a")).rejects.toMatchObject({ text: { key: "base.keychainLibrary" } });
  });

  it("the store of a platform without one refuses everything, with the reason", async () => {
    const reason = text("plain.legacy", { sentence: "Not on this system." });
    const store = unavailableStore(reason);
    const error = { code: "KEYCHAIN_UNAVAILABLE", text: reason };
    await expect(store.get("a")).rejects.toMatchObject(error);
    await expect(store.set("a", Buffer.from("x"))).rejects.toMatchObject(error);
    await expect(store.delete("a")).rejects.toMatchObject(error);
    expect(await keychainState(store, ["a"])).toEqual({ state: "unavailable", reason });
  });
});
