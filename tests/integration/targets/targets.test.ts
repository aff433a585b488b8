import { readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { beforeEach, describe, expect, test } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import { leaseBeside } from "#main/store/sqlite/lock.ts";
import { enrolPhone } from "../../support/authenticators.ts";
import { enrol, type Harness, openHarness, setUp, temporaryFolder } from "../../support/harness.ts";

let harness: Harness;
let to = "";

beforeEach(async () => {
  harness = await openHarness();
  await setUp(harness);
  to = path.join(temporaryFolder(), "keys.txt");
});

describe("an export of keys", () => {
  test("writes what is active, 0600, and says how much and its digest", async () => {
    const { secret } = await enrol(harness, "ada");
    const { tokenId } = await enrol(harness, "grace");
    await harness.call("tokens.disable", { tokenId });
    await harness.call("users.add", { username: "not-enrolled" });
    const exported = await harness.call("targets.export", { format: "otpauth", to });
    expect(exported).toMatchObject({
      format: "otpauth",
      to,
      sums: { people: 1, authenticators: 1, go: 1, leftOut: 0 },
      files: [{ name: "keys.txt", bytes: statSync(to).size }],
    });
    expect(statSync(to).mode & 0o777).toBe(0o600);
    const written = readFileSync(to, "utf8");
    expect(written).toContain(`secret=${secret}`);
    expect(written.trim().split("\n")).toHaveLength(1);
    const [event] = (await harness.call("audit.list", {})).rows;
    expect(event).toMatchObject({ action: "token.export", details: { format: "otpauth", authenticators: 1 } });
    expect(JSON.stringify(event)).not.toContain(secret);
  });

  test("can be imported again and changes nothing", async () => {
    await enrol(harness, "ada");
    await harness.call("targets.export", { format: "otpauth", to });
    const again = await harness.call("seeds.run", { file: to });
    expect(again).toMatchObject({ importId: null, sums: { unchanged: 1, create: 0 } });
  });

  test("needs a fresh code and a second administrator", async () => {
    await enrol(harness, "ada");
    harness.authority = null;
    const input = { format: "otpauth", to };
    expect(await harness.refuse("targets.export", input)).toMatchObject({ code: "STEP_UP_REQUIRED" });
    expect(() => statSync(to)).toThrow("ENOENT");
  });

  test("replaces no file, and is for no format that is only read", async () => {
    await enrol(harness, "ada");
    await harness.call("targets.export", { format: "otpauth", to });
    const before = readFileSync(to);
    await expect(harness.call("targets.export", { format: "otpauth", to })).rejects.toMatchObject({
      message: expect.stringContaining("FILE_EXISTS") as string,
    });
    expect(readFileSync(to)).toEqual(before);
    expect(await harness.refuse("targets.preflight", { format: "nothing" })).toMatchObject({ code: "FORMAT_UNKNOWN" });
  });

  test("is told beforehand what cannot go, and why", async () => {
    await enrol(harness, "ada");
    const checked = await harness.call("targets.preflight", { format: "otpauth" });
    expect(checked).toMatchObject({ sums: { go: 1, leftOut: 0 }, leftOut: [] });
  });

  test("leaves a second authenticator of a person out where a system holds one, and says so", async () => {
    await enrol(harness, "ada");
    const file = path.join(temporaryFolder(), "second.txt");
    writeFileSync(file, "otpauth://totp/Example:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example\n");
    await harness.call("seeds.run", { file });
    const exported = await harness.call("targets.export", { format: "authelia", to });
    expect(exported).toMatchObject({
      sums: { people: 1, authenticators: 2, go: 1, leftOut: 1 },
      leftOut: [{ username: "ada", reasons: [expect.stringContaining("for one person: 1") as string] }],
    });
    expect(readFileSync(to, "utf8").match(/username: "ada"/gu)).toHaveLength(1);
  });
});

describe("a system that is handed keys", () => {
  const add = (more = {}) => harness.call("targets.add", { name: "VPN", format: "otpauth", ...more });
  const codes = (file: string): number => readFileSync(file, "utf8").trim().split("\n").length;

  test("gets what is new at the next export, and a list of what to remove there by hand", async () => {
    await enrol(harness, "ada");
    const { id } = await add();
    expect(await harness.call("targets.show", { id })).toMatchObject({ added: 1, changed: 0, lingering: [] });
    const first = await harness.call("targets.handOver", { id, to });
    expect(first).toMatchObject({
      sums: { go: 1 },
      to,
      target: { handed: 1, exportedAt: expect.any(Number) as number },
    });

    const nothing = await harness.call("targets.handOver", { id, to: `${to}.2` });
    expect(nothing).toMatchObject({ sums: { go: 0 }, to: null, files: [] });
    expect(() => statSync(`${to}.2`)).toThrow("ENOENT");

    const { tokenId } = await enrol(harness, "grace");
    const second = await harness.call("targets.handOver", { id, to: `${to}.3` });
    expect(second).toMatchObject({ sums: { go: 1 }, target: { handed: 2 } });
    expect(readFileSync(`${to}.3`, "utf8")).toContain("grace");
    const all = await harness.call("targets.handOver", { id, what: "all", to: `${to}.4` });
    expect(all).toMatchObject({ sums: { go: 2 } });
    expect(codes(`${to}.4`)).toBe(2);

    await harness.call("tokens.revoke", { tokenId });
    const state = await harness.call("targets.show", { id });
    expect(state).toMatchObject({
      added: 0,
      changed: 0,
      lingering: [{ tokenId, username: "grace", status: "revoked" }],
    });
    expect(await harness.call("targets.settle", { id, tokens: [tokenId] })).toEqual({ settled: 1 });
    expect(await harness.call("targets.show", { id })).toMatchObject({ lingering: [], target: { handed: 1 } });
    expect(await harness.call("audit.verify", {})).toMatchObject({ valid: true });
  });

  test("gets somebody again whose username has changed", async () => {
    const { userId } = await enrol(harness, "ada");
    const { id } = await add();
    await harness.call("targets.handOver", { id, to });
    await harness.call("users.edit", { id: userId, username: "ada.lovelace" });
    expect(await harness.call("targets.show", { id })).toMatchObject({ added: 0, changed: 1 });
    const again = await harness.call("targets.handOver", { id, to: `${to}.2` });
    expect(again).toMatchObject({ sums: { go: 1 }, target: { handed: 1 } });
    expect(readFileSync(`${to}.2`, "utf8")).toContain("ada.lovelace");
  });

  test("is told at each export what does not fit and what has to be removed there", async () => {
    await enrol(harness, "ada");
    const grace = await enrol(harness, "grace");
    // One authenticator a person: another one has to stay.
    const { id } = await add({ format: "authelia" });
    await harness.call("targets.handOver", { id, to });
    const second = await enrolPhone(harness, "ada");
    await harness.call("tokens.revoke", { tokenId: grace.tokenId });
    const left = { leftOut: [{ tokenId: second.tokenId }], lingering: 1 };
    // The first one has another name in an app, now that there are two.
    expect(await harness.call("targets.handOver", { id, to: `${to}.2` })).toMatchObject({ ...left, sums: { go: 1 } });
    for (const next of [".3", ".4"]) {
      const nothing = { ...left, sums: { go: 0, leftOut: 1 }, to: null };
      expect(await harness.call("targets.handOver", { id, to: `${to}${next}` })).toMatchObject(nothing);
      expect(await harness.call("targets.show", { id })).toMatchObject({
        counts: { leftOut: 1, lingering: 1 },
        leftOut: [{ username: "ada" }],
        lingering: [{ username: "grace" }],
      });
    }
    expect(await harness.call("audit.verify", {})).toMatchObject({ valid: true });
  });

  test("is handed anew what somebody said was removed there, if it should be there", async () => {
    const { tokenId } = await enrol(harness, "ada");
    const { id } = await add();
    await harness.call("targets.handOver", { id, to });
    expect(await harness.call("targets.settle", { id, tokens: [tokenId] })).toEqual({ settled: 1 });
    expect(await harness.call("targets.show", { id })).toMatchObject({ added: 1, target: { handed: 0 } });
  });

  test("looks at everybody again after a setting was given for once", async () => {
    await enrol(harness, "ada");
    const { id } = await add({ format: "linotp-csv" });
    const marks = (): unknown[] => {
      const raw = new Database(storeFile(harness.dataDir), { readonly: true });
      const found = raw.prepare("SELECT user_id FROM target_marks").pluck().all();
      raw.close();
      return found;
    };
    expect(marks()).toEqual([""]);
    const asUsual = await harness.call("targets.handOver", { id, to, settings: { serials: "checked" } });
    expect(asUsual).toMatchObject({ sums: { go: 1 } });
    expect(marks()).toEqual([]);
    await harness.call("targets.handOver", { id, what: "all", to: `${to}.2`, settings: { serials: "any" } });
    expect(marks()).toEqual([""]);
    expect(await harness.call("targets.show", { id })).toMatchObject({ added: 0, changed: 0 });
  });

  test("is handed nothing while another hand-over is under way", async () => {
    await enrol(harness, "ada");
    const { id } = await add();
    const other = await leaseBeside(storeFile(harness.dataDir), "hand-over");
    await expect(harness.call("targets.handOver", { id, to })).rejects.toMatchObject({
      message: expect.stringContaining("BUSY") as string,
    });
    await other.release();
    expect(await harness.call("targets.handOver", { id, to })).toMatchObject({ sums: { go: 1 } });
  });

  test("is named at each person who is there, with what differs and what should not be there any more", async () => {
    const group = await harness.call("groups.add", { name: "Remote" });
    const { userId, tokenId } = await enrol(harness, "ada");
    const other = await enrol(harness, "grace");
    await harness.call("users.edit", { id: userId, groups: [group.id] });
    const everybody = await add();
    const remote = await add({ name: "Branch", group: group.id });
    await harness.call("targets.handOver", { id: everybody.id, to });
    await harness.call("targets.handOver", { id: remote.id, to: `${to}.2` });
    const statesOf = async (id: typeof userId) =>
      (await harness.call("targets.ofPerson", { userId: id })).handed.map(({ target, state }) => [target.name, state]);
    expect(await harness.call("targets.ofPerson", { userId })).toEqual({
      handed: [
        expect.objectContaining({ target: { id: remote.id, name: "Branch" }, tokenId, state: "same" }),
        expect.objectContaining({ target: { id: everybody.id, name: "VPN" }, tokenId, state: "same" }),
      ],
    });
    expect(await statesOf(other.userId)).toEqual([["VPN", "same"]]);

    await harness.call("users.edit", { id: userId, email: "ada@example.org", groups: [] });
    expect(await statesOf(userId)).toEqual([
      ["Branch", "remove"],
      ["VPN", "differs"],
    ]);
    await harness.call("tokens.revoke", { tokenId });
    expect(await statesOf(userId)).toEqual([
      ["Branch", "remove"],
      ["VPN", "remove"],
    ]);
  });

  test("of a group gets its members alone, and holds the group", async () => {
    const group = await harness.call("groups.add", { name: "Remote" });
    const { userId } = await enrol(harness, "ada");
    await enrol(harness, "grace");
    await harness.call("users.edit", { id: userId, groups: [group.id] });
    const { id } = await add({ group: group.id });
    expect(await harness.call("targets.handOver", { id, to })).toMatchObject({ sums: { go: 1 } });
    expect(await harness.refuse("groups.delete", { id: group.id })).toMatchObject({ code: "CONFLICT" });
    await harness.call("users.edit", { id: userId, groups: [] });
    expect(await harness.call("targets.show", { id })).toMatchObject({
      lingering: [{ username: "ada", status: "active" }],
    });
    await harness.call("targets.remove", { id });
    await harness.call("groups.delete", { id: group.id });
    expect(await harness.call("targets.list", {})).toEqual({ targets: [] });
  });

  test("keeps no secret, has a name of its own, and needs a form that is written", async () => {
    await add();
    expect(await harness.refuse("targets.add", { name: "vpn", format: "otpauth" })).toMatchObject({ code: "CONFLICT" });
    const secret = { name: "B", format: "pskc", settings: { passphrase: "a quiet harbour" } };
    expect(await harness.refuse("targets.add", secret)).toMatchObject({ code: "INVALID_INPUT" });
    expect(await harness.refuse("targets.add", { name: "C", format: "2fas" })).toMatchObject({
      code: "FORMAT_UNKNOWN",
    });
  });

  test("is changed without losing what it was handed, and what no longer belongs there is listed", async () => {
    const group = await harness.call("groups.add", { name: "Remote" });
    const { userId } = await enrol(harness, "ada");
    await enrol(harness, "grace");
    await harness.call("users.edit", { id: userId, groups: [group.id] });
    const { id, version } = await add();
    await harness.call("targets.handOver", { id, to });
    const changed = await harness.call("targets.change", { id, version, name: "Gateway", group: group.id });
    expect(changed).toMatchObject({ name: "Gateway", group: { name: "Remote" }, handed: 2 });
    expect(changed.version).not.toBe(version);
    const [event] = (await harness.call("audit.list", {})).rows;
    expect(event).toMatchObject({
      action: "target.change",
      target: "Gateway",
      details: { nameBefore: "VPN", nameAfter: "Gateway", groupBefore: null, groupAfter: "Remote" },
    });
    const inGroup = await harness.call("targets.show", { id });
    expect(inGroup).toMatchObject({ added: 0, changed: 0, lingering: [{ username: "grace", status: "active" }] });

    await harness.call("targets.settle", { id, tokens: inGroup.lingering.map(({ tokenId }) => tokenId) });
    await harness.call("targets.change", { id, group: null });
    expect(await harness.call("targets.show", { id })).toMatchObject({ added: 1, changed: 0, lingering: [] });
    expect(await harness.call("audit.verify", {})).toMatchObject({ valid: true });
  });

  test("takes other settings, never a secret, and says what they were", async () => {
    const realm = { name: "Sign-in", format: "keycloak-users", settings: { realm: "one" } };
    const { id } = await harness.call("targets.add", realm);
    const changed = await harness.call("targets.change", { id, settings: { realm: "two" } });
    expect(changed.settings).toEqual({ realm: "two" });
    const [event] = (await harness.call("audit.list", {})).rows;
    expect(event?.details).toEqual({ settingsBefore: "realm=one", settingsAfter: "realm=two" });
    const again = await harness.call("targets.change", { id, settings: { realm: "two" } });
    expect(again.version).toBe(changed.version);
    expect((await harness.call("audit.list", {})).rows[0]?.seq).toBe(event?.seq);
    for (const settings of [{ realm: " " }, { resolver: "x" }]) {
      const refused = await harness.refuse("targets.change", { id, settings });
      expect(refused).toMatchObject({ code: "INVALID_INPUT" });
      expect(Object.keys(refused.fields ?? {})).toEqual([`settings.${Object.keys(settings)[0] ?? ""}`]);
    }
    const sealed = await harness.call("targets.add", { name: "Tokens", format: "pskc" });
    const secret = { id: sealed.id, settings: { passphrase: "a quiet harbour" } };
    expect(await harness.refuse("targets.change", secret)).toMatchObject({ code: "INVALID_INPUT" });
  });

  test("is not changed over what somebody else has changed, to a taken name, or to a group that is gone", async () => {
    const { id, version } = await add();
    await add({ name: "Branch" });
    const group = await harness.call("groups.add", { name: "Remote" });
    await harness.call("groups.delete", { id: group.id });
    expect(await harness.refuse("targets.change", { id, name: "branch" })).toMatchObject({
      code: "CONFLICT",
      fields: { name: "Another system has this name." },
    });
    expect(await harness.refuse("targets.change", { id, group: group.id })).toMatchObject({
      code: "INVALID_REFERENCE",
      fields: { group: "There is no such group." },
    });
    await harness.call("targets.change", { id, name: "Gateway" });
    expect(await harness.refuse("targets.change", { id, version, name: "Door" })).toMatchObject({
      code: "CONFLICT",
      message: "Somebody has changed this system since you opened it. Look at it again, and change it then.",
    });
    await harness.call("targets.change", { id, name: "GATEWAY" });
    const both = await Promise.allSettled([
      harness.call("targets.change", { id, name: "One" }),
      harness.call("targets.change", { id, name: "Two" }),
    ]);
    expect(both.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
    await harness.call("targets.remove", { id });
    expect(await harness.refuse("targets.change", { id, name: "Door" })).toMatchObject({ code: "NOT_FOUND" });
  });
});
