import { base32nopad } from "@scure/base";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import type { InputOf } from "#shared/contract/index.ts";
import { allowEverything, Authenticator, enrolPhone } from "../../../support/authenticators.ts";
import { type Harness, openHarness, setUp } from "../../../support/harness.ts";

const seed = Buffer.from("12345678901234567890");
const hex = seed.toString("hex");

async function ready() {
  const harness = await openHarness();
  await setUp(harness);
  await allowEverything(harness);
  for (const username of ["ann", "bob"]) await harness.call("users.add", { username, name: `${username} Ahn` });
  const add = (serial: string, input: Partial<InputOf<"inventory.add">> = {}) =>
    harness.call("inventory.add", { serial, seed: hex, ...input });
  const assign = (serial: string, username: string, code: string) =>
    harness.call("inventory.assign", { serial, user: { username }, code });
  const check = (username: string, code: string) => harness.call("verification.check", { user: { username }, code });
  return { harness, add, assign, check, device: new Authenticator(seed) };
}

const events = async (harness: Harness, action: string) =>
  (await harness.call("audit.list", { action })).rows.map(({ action: name, result }) => `${name} ${result}`);

describe("taking a device into the stock", () => {
  it.each([
    ["hex", hex],
    ["hex in groups", "31:32:33:34 3536-3738 39303132 33343536 37383930"],
    ["base32", base32nopad.encode(seed)],
    [
      "base32 as printed",
      base32nopad
        .encode(seed)
        .toLowerCase()
        .replaceAll(/(.{4})/gu, "$1 "),
    ],
    ["base32 with padding", `${base32nopad.encode(seed.subarray(0, 16))}======`],
  ])("reads a seed in %s", async (_form, typed) => {
    const { harness, add, assign } = await ready();
    await add("A1", { seed: typed });
    const length = typed.endsWith("=") ? 16 : 20;
    const device = new Authenticator(seed.subarray(0, length));
    expect((await assign("a1", "ann", device.now(harness))).token).toMatchObject({ serial: "A1" });
  });

  it.each([
    ["no seed", "hello world!"],
    ["too few bits", hex.slice(0, 30)],
    ["too many", "ab".repeat(65)],
    ["half a byte", `${hex}1`],
  ])("refuses %s without repeating it", async (_what, typed) => {
    const { harness } = await ready();
    const error = await harness.refuse("inventory.add", { serial: "A1", seed: typed });
    expect(error.code).toBe("INVALID_INPUT");
    expect(Object.keys(error.fields ?? {})).toEqual(["seed"]);
    expect(JSON.stringify(error)).not.toContain(typed);
  });

  it("refuses a serial number that is taken, in any case and Unicode form", async () => {
    const { harness, add } = await ready();
    await add("GA-1001é");
    const error = await harness.refuse("inventory.add", { serial: "ga-1001e\u0301", seed: hex });
    expect(error).toMatchObject({ code: "CONFLICT", fields: { serial: "This serial number is already taken." } });
  });

  it("keeps the seed sealed to its row, and shows it nowhere", async () => {
    const { harness, add } = await ready();
    const device = await add("A1", { model: "Card" });
    await add("A2");
    const raw = new Database(storeFile(harness.dataDir));
    raw
      .prepare(
        "UPDATE hardware_tokens SET seed = (SELECT seed FROM hardware_tokens WHERE serial = 'A2') WHERE serial = 'A1'",
      )
      .run();
    raw.close();
    const input = { serial: "A1", user: { username: "ann" }, code: new Authenticator(seed).now(harness) };
    expect((await harness.refuse("inventory.assign", input)).code).toBe("SEAL_BROKEN");
    const shown = JSON.stringify([
      device,
      await harness.call("inventory.list", {}),
      await harness.call("audit.list", {}),
    ]);
    expect(shown.toLowerCase()).not.toContain(hex);
    expect(shown).not.toContain(base32nopad.encode(seed));
  });
});

describe("assigning a device", () => {
  it("makes it an active authenticator with backup codes, proven by a code that is used up", async () => {
    const { harness, add, assign, check, device } = await ready();
    const { id } = await add("A1", { model: "Card" });
    const code = device.now(harness);
    const { token, backupCodes } = await assign("A1", "ann", code);
    expect(token).toMatchObject({ status: "active", serial: "A1", hardwareId: id, label: "Card" });
    expect(backupCodes).toHaveLength(10);
    expect(await check("ann", code)).toMatchObject({ result: "refused", reason: "already_used" });
    harness.clock.advance(30_000);
    expect(await check("ann", device.now(harness))).toMatchObject({ result: "accepted", tokenId: token.id });
    const { rows, counts } = await harness.call("inventory.list", {});
    expect(rows).toMatchObject([{ serial: "A1", state: "assigned", tokenId: token.id, user: { username: "ann" } }]);
    expect(counts).toEqual({ stock: 0, assigned: 1, lost: 0, retired: 0 });
    expect(await events(harness, "hardware")).toEqual(["hardware.assign done", "hardware.add done"]);
    expect(await events(harness, "token")).toEqual(["token.assign done"]);
  });

  it("refuses a wrong code, records it, and makes guessing wait", async () => {
    const { harness, add, device } = await ready();
    await add("A1");
    const wrong = { serial: "A1", user: { username: "ann" }, code: device.wrong(harness) };
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect((await harness.refuse("inventory.assign", wrong)).code).toBe("CODE_REFUSED");
    }
    const right = { ...wrong, code: device.now(harness) };
    expect((await harness.refuse("inventory.assign", right)).code).toBe("THROTTLED");
    expect((await events(harness, "hardware")).filter((event) => event === "hardware.assign refused")).toHaveLength(5);
    expect((await harness.call("users.get", { user: { username: "ann" } })).tokens).toEqual([]);
    harness.clock.advance(30_000);
    await harness.call("inventory.assign", { ...right, code: device.now(harness) });
  });

  it("refuses a serial number that is unknown, taken, lost or retired, each with its reason", async () => {
    const { harness, add, assign, device } = await ready();
    const refused = async (serial: string) =>
      harness.refuse("inventory.assign", { serial, user: { username: "bob" }, code: device.now(harness) });
    expect(await refused("nowhere")).toMatchObject({ code: "NOT_FOUND" });
    const { id } = await add("A1");
    await assign("A1", "ann", device.now(harness));
    const taken = await refused("A1");
    expect(taken).toMatchObject({ code: "CONFLICT" });
    expect(taken.message).toContain("ann");
    await harness.call("inventory.lost", { id });
    expect(await refused("A1")).toMatchObject({ code: "TOKEN_STATE", details: { state: "lost" } });
    await harness.call("inventory.retire", { id });
    expect(await refused("A1")).toMatchObject({ code: "TOKEN_STATE", details: { state: "retired" } });
  });

  it("refuses what the policy does not allow, and users who are not active", async () => {
    const { harness, add, device } = await ready();
    await add("A1");
    const input = { serial: "A1", user: { username: "ann" }, code: device.now(harness) };
    await harness.call("users.disable", { user: { username: "ann" } });
    expect((await harness.refuse("inventory.assign", input)).code).toBe("USER_DISABLED");
    await harness.call("users.enable", { user: { username: "ann" } });
    await harness.call("policies.set", { changes: { digits: [8], defaultDigits: 8 } });
    expect(await harness.refuse("inventory.assign", input)).toMatchObject({
      code: "POLICY_REFUSED",
      fields: { serial: "The policy does not allow 6 digits." },
    });
  });

  it("takes the place of another authenticator, whose device goes back to the stock", async () => {
    const { harness, add, assign, device } = await ready();
    await add("A1");
    await add("A2");
    const first = await assign("A1", "ann", device.now(harness));
    const second = await harness.call("inventory.assign", {
      serial: "A2",
      user: { username: "ann" },
      code: device.now(harness),
      replaces: first.token.id,
    });
    expect(second.backupCodes).toHaveLength(10);
    const { tokens } = await harness.call("users.get", { user: { username: "ann" } });
    expect(Object.fromEntries(tokens.map(({ serial, status }) => [serial, status]))).toEqual({
      A1: "revoked",
      A2: "active",
    });
    const { rows } = await harness.call("inventory.list", {});
    expect(rows.map(({ serial, state }) => [serial, state])).toEqual([
      ["A1", "stock"],
      ["A2", "assigned"],
    ]);
  });

  it("that two operators do at once happens once", async () => {
    const { harness, add, device } = await ready();
    await add("A1");
    const code = device.now(harness);
    const replies = await Promise.all(
      ["ann", "bob"].map((username) =>
        harness.console.call("inventory.assign", { serial: "A1", user: { username }, code }, harness.caller),
      ),
    );
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it("proves a device whose clock has drifted in the drawer", async () => {
    const { harness, add, assign, check, device } = await ready();
    await add("A1");
    harness.clock.advance(600_000);
    const { token } = await assign("A1", "ann", device.now(harness, -15));
    expect(token).toMatchObject({ driftSteps: -15 });
    harness.clock.advance(60_000);
    expect(await check("ann", device.now(harness, -15))).toMatchObject({ result: "accepted", driftSteps: -15 });
  });
});

describe("a device that changes hands", () => {
  const ways = {
    unassign: async (harness: Harness, id: never, device: Authenticator) => {
      await harness.call("inventory.unassign", { id, code: device.now(harness), reason: "has left" });
    },
    revoke: async (harness: Harness) => {
      const { tokens } = await harness.call("users.get", { user: { username: "ann" } });
      await harness.call("tokens.revoke", { tokenId: tokens[0]?.id as never });
    },
    delete: async (harness: Harness) => {
      await harness.call("users.delete", { user: { username: "ann" } });
    },
    "lost and found": async (harness: Harness, id: never) => {
      await harness.call("inventory.lost", { id });
      await harness.call("inventory.found", { id });
    },
  };

  it.each(Object.keys(ways) as (keyof typeof ways)[])("by %s takes what was used up along", async (way) => {
    const { harness, add, assign, check, device } = await ready();
    const { id } = await add("A1");
    await assign("A1", "ann", device.now(harness));
    harness.clock.advance(60_000);
    if (way !== "unassign") {
      expect(await check("ann", device.now(harness, 1))).toMatchObject({ result: "accepted" });
    }
    await ways[way](harness, id as never, device);
    const used = device.now(harness, way === "unassign" ? 0 : 1);
    const again = { serial: "A1", user: { username: "bob" }, code: used };
    expect((await harness.refuse("inventory.assign", again)).code).toBe("CODE_REFUSED");
    const older = { ...again, code: device.now(harness, -1) };
    expect((await harness.refuse("inventory.assign", older)).code).toBe("CODE_REFUSED");
    const { token } = await assign("A1", "bob", device.now(harness, 2));
    expect(token.hardwareId).toBe(id);
    expect(await check("bob", device.now(harness, 2))).toMatchObject({ result: "refused", reason: "already_used" });
    expect(await check("bob", used)).toMatchObject({ result: "refused" });
  });

  it("with a counter never goes back", async () => {
    const {
      harness,
      add,
      assign,
      check,
      device: { seed: bytes },
    } = await ready();
    const device = new Authenticator(bytes, { kind: "hotp" });
    const { id } = await add("A1", { kind: "hotp" });
    await assign("A1", "ann", device.at(3));
    expect(await check("ann", device.at(7))).toMatchObject({ result: "accepted" });
    await harness.call("inventory.unassign", { id, code: device.at(8) });
    for (const counter of [0, 3, 7, 8]) {
      const input = { serial: "A1", user: { username: "bob" }, code: device.at(counter) };
      const error = await harness.refuse("inventory.assign", input);
      expect(["CODE_REFUSED", "THROTTLED"]).toContain(error.code);
    }
    await harness.call("policies.set", { changes: { freeFailures: 9 } });
    await assign("A1", "bob", device.at(9));
    expect(await check("bob", device.at(9))).toMatchObject({ result: "refused" });
    expect(await check("bob", device.at(10))).toMatchObject({ result: "accepted" });
  });
});

describe("a device's state", () => {
  it("of somebody's needs a code to be taken back; lost revokes at once; retired erases the seed", async () => {
    const { harness, add, assign, check, device } = await ready();
    const { id } = await add("A1");
    const { token } = await assign("A1", "ann", device.now(harness));
    harness.clock.advance(60_000);
    const wrong = { id, code: device.wrong(harness) };
    expect((await harness.refuse("inventory.unassign", wrong)).code).toBe("CODE_REFUSED");
    expect((await harness.refuse("inventory.retire", { id })).code).toBe("TOKEN_STATE");
    expect((await harness.refuse("inventory.found", { id })).code).toBe("TOKEN_STATE");
    expect(await harness.call("inventory.lost", { id, reason: "on a train" })).toMatchObject({
      state: "lost",
      user: null,
      tokenId: null,
    });
    expect(await check("ann", device.now(harness))).toMatchObject({ result: "refused", reason: "token_revoked" });
    expect((await harness.refuse("inventory.unassign", { id, code: device.now(harness) })).code).toBe("TOKEN_STATE");
    expect((await harness.refuse("inventory.lost", { id })).code).toBe("TOKEN_STATE");
    expect(await harness.call("inventory.retire", { id })).toMatchObject({ state: "retired" });
    const raw = new Database(storeFile(harness.dataDir), { readonly: true });
    expect(raw.prepare("SELECT seed FROM hardware_tokens").pluck().get()).toBeNull();
    expect(raw.prepare("SELECT seed FROM tokens WHERE id = ?").pluck().get(token.id)).toBeNull();
    raw.close();
    for (const act of ["lost", "found", "retire"] as const) {
      expect((await harness.refuse(`inventory.${act}`, { id })).code).toBe("TOKEN_STATE");
    }
    expect(await events(harness, "hardware")).toEqual([
      "hardware.retire done",
      "hardware.lost done",
      "hardware.unassign refused",
      "hardware.assign done",
      "hardware.add done",
    ]);
    expect(await harness.call("audit.verify", {})).toMatchObject({ valid: true });
  });
});

describe("the list of devices", () => {
  it("finds by the beginning of a serial number, and by a part of a model or of a holder", async () => {
    const { harness, add, assign, device } = await ready();
    await add("GA-2", { model: "Display Card" });
    await add("GA-1", { model: "Key fob" });
    await add("XB-1", { model: "Key fob" });
    await assign("XB-1", "ann", device.now(harness));
    const found = async (search: string) =>
      (await harness.call("inventory.list", { search })).rows.map(({ serial }) => serial);
    expect(await found("")).toEqual(["GA-1", "GA-2", "XB-1"]);
    expect(await found("ga-")).toEqual(["GA-1", "GA-2"]);
    expect(await found("lay")).toEqual(["GA-2"]);
    expect(await found("FOB")).toEqual(["GA-1", "XB-1"]);
    expect(await found("ahn")).toEqual(["XB-1"]);
    expect(await found("%")).toEqual([]);
    const { rows, counts } = await harness.call("inventory.list", { state: "stock" });
    expect(rows).toHaveLength(2);
    expect(counts).toEqual({ stock: 2, assigned: 1, lost: 0, retired: 0 });
  });

  it("pages through all of them", async () => {
    const { harness, add } = await ready();
    for (let n = 0; n < 7; n += 1) await add(`S${n}`);
    const serials: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await harness.call("inventory.list", { limit: 3, cursor });
      serials.push(...page.rows.map(({ serial }) => serial));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(serials).toEqual(["S0", "S1", "S2", "S3", "S4", "S5", "S6"]);
    expect((await harness.refuse("inventory.list", { cursor: "nonsense" })).code).toBe("INVALID_INPUT");
  });
});

describe("enrolling by phone", () => {
  it("in place of a device puts it back into the stock", async () => {
    const { harness, add, assign, device } = await ready();
    await add("A1");
    const { token } = await assign("A1", "ann", device.now(harness));
    await enrolPhone(harness, "ann", { replaces: token.id });
    expect((await harness.call("inventory.list", {})).rows).toMatchObject([{ state: "stock", user: null }]);
  });
});
