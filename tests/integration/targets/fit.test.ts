import { writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { InputOf } from "#shared/contract/index.ts";
import { codeFor, enrol, type Harness, openHarness, setUp, temporaryFolder } from "../../support/harness.ts";
import { fakeUserSide } from "../enrolment/in-person/user-side.ts";

const key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

let harness: Harness;
let folder = "";

beforeEach(async () => {
  harness = await openHarness({ userSide: fakeUserSide() });
  await setUp(harness);
  folder = temporaryFolder();
});

/** Time-based, SHA-1, 6 digits, 30 seconds: RapidIdentity holds nothing else. */
const narrow = (more: Partial<InputOf<"targets.add">> = {}) =>
  harness.call("targets.add", { name: "VPN", format: "rapididentity", mustFit: true, ...more });

const person = (username: string, more: Partial<InputOf<"users.add">> = {}) =>
  harness.call("users.add", { username, ...more });

const tokensOf = async (username: string) => (await harness.call("users.get", { user: { username } })).tokens;

const eightDigits =
  "New authenticators must fit VPN, which cannot hold this one. This format does not have codes of 8 digits.";

describe("what somebody newly gets and a system could not hold", () => {
  test("is refused before its QR code is shown, with the system's name and every reason", async () => {
    await narrow();
    await person("ada");
    const user = { username: "ada" };
    expect(await harness.refuse("tokens.begin", { user, digits: 8 })).toMatchObject({
      code: "POLICY_REFUSED",
      message: eightDigits,
    });
    const all = await harness.refuse("tokens.begin", { user, digits: 8, period: 60, algorithm: "SHA256" });
    for (const part of ["VPN", "the hash SHA256", "8 digits", "60 seconds"]) expect(all.message).toContain(part);
    expect(await tokensOf("ada")).toEqual([]);
    await harness.call("tokens.begin", { user });
    expect(await tokensOf("ada")).toHaveLength(1);
  });

  test("is refused in the person's own window, which does not open", async () => {
    await narrow();
    await person("ada");
    const asked = { user: { username: "ada" }, period: 60 } as const;
    expect(await harness.refuse("inPerson.open", asked)).toMatchObject({ code: "POLICY_REFUSED" });
    expect(await harness.call("inPerson.state", {})).toMatchObject({ step: "none" });
    expect(await tokensOf("ada")).toEqual([]);
  });

  test("concerns people of its group alone", async () => {
    const group = await harness.call("groups.add", { name: "Remote" });
    await narrow({ group: group.id });
    await person("ada", { groups: [group.id] });
    await person("grace");
    expect(await harness.refuse("tokens.begin", { user: { username: "ada" }, digits: 8 })).toMatchObject({
      code: "POLICY_REFUSED",
    });
    await harness.call("tokens.begin", { user: { username: "grace" }, digits: 8 });
    expect(await tokensOf("grace")).toHaveLength(1);
  });

  test("is refused for the owner's name where a system needs one, and no longer once it is right", async () => {
    await harness.call("targets.add", { name: "Entra", format: "entra", mustFit: true });
    const { id } = await person("ada");
    const refused = await harness.refuse("tokens.begin", { user: { id } });
    expect(refused).toMatchObject({ code: "POLICY_REFUSED" });
    expect(refused.message).toContain("is a user principal name of a member");
    await harness.call("users.edit", { id, email: "ada@example.org" });
    await harness.call("tokens.begin", { user: { id } });
  });

  test("is refused where the person would have more than it holds, unless it replaces one", async () => {
    await harness.call("targets.add", { name: "Gate", format: "freeradius", mustFit: true });
    const { userId, tokenId } = await enrol(harness, "ada");
    const refused = await harness.refuse("tokens.begin", { user: { id: userId } });
    expect(refused.message).toContain("more there than it holds for one person: 1.");
    await harness.call("tokens.begin", { user: { id: userId }, replaces: tokenId });
  });

  test("is no letter, which the preview says", async () => {
    await narrow();
    const { id } = await person("ada");
    const wanted: InputOf<"letters.preview"> = { selection: { ids: [id] }, digits: 8 };
    const row = { username: "ada", verdict: "refused", message: eightDigits };
    expect((await harness.call("letters.preview", wanted)).rows).toMatchObject([row]);
    const into = { kind: "file", file: path.join(folder, "letters.pdf") } as const;
    const issued = await harness.call("letters.issue", { ...wanted, into });
    expect(issued).toMatchObject({ pages: 0, path: null, sums: { refused: 1, done: 0 }, rows: [row] });
    expect(await tokensOf("ada")).toEqual([]);
  });

  test("is reprinted with what fits", async () => {
    const { id } = await person("ada");
    const into = (name: string) => ({ kind: "file", file: path.join(folder, name) }) as const;
    await harness.call("letters.issue", { selection: { ids: [id] }, digits: 8, into: into("one.pdf") });
    await narrow();
    harness.clock.advance(60_000);
    const [letter] = (await harness.call("letters.list", {})).rows;
    const reprinted = { letters: letter ? [letter.id] : [], into: into("two.pdf") };
    expect(await harness.call("letters.reprint", reprinted)).toMatchObject({ sums: { done: 1 } });
    expect(await tokensOf("ada")).toMatchObject([
      { status: "revoked", digits: 8 },
      { status: "pending", digits: 6 },
    ]);
  });

  test("is no hardware token, for its settings as well as for its serial number", async () => {
    await harness.call("targets.add", { name: "Tokens", format: "linotp-csv", mustFit: true });
    await narrow();
    await person("ada");
    await harness.call("inventory.add", { serial: "C100 7", seed: key });
    await harness.call("inventory.add", { serial: "GALT00000001", seed: key, digits: 8 });
    const assign = (serial: string) =>
      harness.refuse("inventory.assign", { serial, user: { username: "ada" }, code: codeFor(key, harness.clock) });
    const serial = await assign("C100 7");
    expect(serial).toMatchObject({ code: "POLICY_REFUSED" });
    expect(serial.fields?.["serial"]).toContain("Tokens");
    expect(serial.fields?.["serial"]).toContain("“C100 7”");
    const digits = await assign("GALT00000001");
    expect(digits).toMatchObject({ code: "POLICY_REFUSED", fields: { serial: eightDigits } });
    await harness.call("inventory.add", { serial: "GALT00000002", seed: key });
    const user = { username: "ada" };
    await harness.call("inventory.assign", { serial: "GALT00000002", user, code: codeFor(key, harness.clock) });
    expect(await tokensOf("ada")).toMatchObject([{ serial: "GALT00000002", status: "active" }]);
  });

  test("is imported all the same, and named", async () => {
    const group = await harness.call("groups.add", { name: "Remote" });
    await narrow({ group: group.id });
    await person("ada", { groups: [group.id] });
    await person("grace");
    const file = path.join(folder, "list.txt");
    const uri = (name: string) => `otpauth://totp/Example:${name}?secret=${key}&issuer=Example&digits=8`;
    writeFileSync(file, `${uri("ada")}\n${uri("grace")}\n`);
    const { entries } = await harness.call("seeds.run", { file });
    expect(entries).toMatchObject([
      { verdict: "create", remarks: [eightDigits] },
      { verdict: "create", remarks: [] },
    ]);
  });

  test("is not refused any more once nothing has to fit the system", async () => {
    const { id } = await narrow();
    await person("ada");
    const changed = await harness.call("targets.change", { id, mustFit: false });
    expect(changed.mustFit).toBe(false);
    await harness.call("tokens.begin", { user: { username: "ada" }, digits: 8 });
    const [, event] = (await harness.call("audit.list", {})).rows;
    expect(event).toMatchObject({ action: "target.change", details: { mustFit: false } });
  });
});

describe("what the security settings make by default", () => {
  const unfit = "which cannot hold those that the security settings make by default.";

  test("must fit a system before the system has to be fitted", async () => {
    await harness.call("policies.set", { changes: { defaultDigits: 8 } });
    const target = { name: "VPN", format: "rapididentity" };
    const refused = await harness.refuse("targets.add", { ...target, mustFit: true });
    expect(refused).toMatchObject({ code: "POLICY_REFUSED" });
    expect(refused.fields?.["mustFit"]).toContain(unfit);
    const { id } = await harness.call("targets.add", target);
    expect(await harness.refuse("targets.change", { id, mustFit: true })).toMatchObject({ code: "POLICY_REFUSED" });
    expect(await harness.call("targets.list", {})).toMatchObject({ targets: [{ mustFit: false }] });
    await harness.call("policies.set", { changes: { defaultDigits: 6 } });
    expect(await harness.call("targets.change", { id, mustFit: true })).toMatchObject({ mustFit: true });
  });

  test("stays within what it holds, asked for or approved, and other settings can be changed", async () => {
    await narrow();
    const changes = { defaultDigits: 8, defaultAlgorithm: "SHA256", letterDays: 21 } as const;
    const refused = await harness.refuse("policies.set", { changes });
    expect(refused).toMatchObject({ code: "POLICY_REFUSED" });
    expect(refused.message).toContain(unfit);
    expect(Object.keys(refused.fields ?? {}).toSorted()).toEqual(["changes.defaultAlgorithm", "changes.defaultDigits"]);
    expect(await harness.refuse("approvals.request", { procedure: "policies.set", input: { changes } })).toMatchObject({
      code: "POLICY_REFUSED",
    });
    expect(await harness.call("policies.get", {})).toMatchObject({ defaultDigits: 6, letterDays: 14 });
    await harness.call("policies.set", { changes: { letterDays: 21 } });
  });

  test("is looked at with the settings that the system would have", async () => {
    const { id } = await harness.call("targets.add", { name: "Duo", format: "duo", mustFit: true });
    const refused = await harness.refuse("targets.change", { id, settings: { codes: "totp-8" } });
    expect(refused).toMatchObject({ code: "POLICY_REFUSED" });
    expect(await harness.call("targets.change", { id, settings: { codes: "totp-6" } })).toMatchObject({
      settings: { codes: "totp-6" },
    });
  });
});
