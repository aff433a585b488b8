import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Letter, LetterState, LetterVerdict } from "#shared/contract/letters.ts";
import { codeFor, enrol, type Harness, openHarness, owner, setUp, temporaryFolder } from "../../../support/harness.ts";
import type { Told } from "../../../support/told.ts";
import { codesOf, oathCode } from "../../../support/letters.ts";
import { toolsMissing } from "../../../support/tools.ts";

const day = 24 * 3600 * 1000;

async function ready(): Promise<Harness> {
  const harness = await openHarness();
  await setUp(harness);
  return harness;
}

const newFile = () => ({ kind: "file", file: join(temporaryFolder(), "letters.pdf") }) as const;

async function addUsers(harness: Harness, ...usernames: string[]): Promise<void> {
  for (const username of usernames) await harness.call("users.add", { username, name: `Person ${username}` });
}

async function issue(harness: Harness, options: { reprint?: true } = {}) {
  const into = newFile();
  const report = await harness.call("letters.issue", { selection: { filter: {} }, into, ...options });
  return { ...report, file: into.file };
}

const lettersOf = async (harness: Harness, state?: LetterState): Promise<Letter[]> =>
  (await harness.call("letters.list", state === undefined ? {} : { state })).rows;

const states = async (harness: Harness): Promise<string[]> =>
  (await lettersOf(harness)).map(({ username, state }) => `${username} ${state}`).toSorted();

async function untouched(harness: Harness): Promise<void> {
  expect(await lettersOf(harness)).toEqual([]);
  expect((await harness.call("tokens.list", { status: "pending" })).rows).toEqual([]);
  expect(readdirSync(harness.dataDir).filter((name) => name.startsWith("tmp-"))).toEqual([]);
}

describe("who gets a letter", () => {
  it("is told for everybody, and the sums reconcile", async () => {
    const harness = await ready();
    await addUsers(harness, "ann", "bob", "eve");
    await enrol(harness, "dan");
    const gone = await harness.call("users.add", { username: "gone" });
    const { rows: users } = await harness.call("users.list", {});
    await harness.call("users.delete", { user: { username: "gone" } });
    await harness.call("users.setStatus", { user: { username: "bob" }, status: "disabled" });
    await harness.call("users.setStatus", { user: { username: "eve" }, status: "left" });
    const selection = { ids: users.map(({ id }) => id) };
    const expected = [" refused", "ann done", "bob refused", "dan unchanged", "eve refused"];
    const told = (rows: Told<LetterVerdict>[]): string[] =>
      rows.map(({ username, verdict }) => `${username} ${verdict}`).toSorted();
    const preview = await harness.call("letters.preview", { selection });
    expect(told(preview.rows)).toEqual(expected);
    await untouched(harness);

    const into = newFile();
    const report = await harness.call("letters.issue", { selection, into });
    expect(told(report.rows)).toEqual(expected);
    expect(report.sums).toEqual({ total: 5, done: 1, unchanged: 1, refused: 3 });
    expect(report.rows.slice(0, 3).every(({ verdict, message }) => verdict === "refused" && message !== "")).toBe(true);
    expect(report.rows.find(({ userId }) => userId === gone.id)).toMatchObject({ verdict: "refused" });
    expect(await states(harness)).toEqual(["ann waiting"]);
    const { rows } = await harness.call("audit.list", {});
    const [summary, begun] = rows;
    expect(summary).toMatchObject({ action: "letters.issue", details: { letters: 1, unchanged: 1, refused: 3 } });
    expect(begun).toMatchObject({
      action: "token.begin",
      target: "ann",
      details: { letter: report.rows.find(({ verdict }) => verdict === "done")?.serial },
    });
    expect(await harness.call("audit.verify", {})).toMatchObject({ valid: true });
  });

  it("is nobody when all have an authenticator: no file is made", async () => {
    const harness = await ready();
    await enrol(harness, "dan");
    const report = await issue(harness);
    expect(report).toMatchObject({ path: null, pages: 0, sums: { total: 1, unchanged: 1 } });
    expect(existsSync(report.file)).toBe(false);
  });

  it("is within the policy", async () => {
    const harness = await ready();
    await addUsers(harness, "ann");
    const input = { selection: { filter: {} }, into: newFile(), kind: "hotp" } as const;
    expect(await harness.refuse("letters.issue", input)).toMatchObject({ code: "POLICY_REFUSED" });
    await untouched(harness);
  });
});

describe.skipIf(toolsMissing("pdftotext", "zbarimg", "oathtool"))("a letter", () => {
  it("by counter activates with its first number, where the policy allows it", async () => {
    const harness = await ready();
    await addUsers(harness, "ann");
    await harness.call("policies.set", { changes: { kinds: ["totp", "hotp"] } });
    const into = newFile();
    await harness.call("letters.issue", { selection: { filter: {} }, into, kind: "hotp" });
    const [uri = ""] = codesOf(into.file);
    const [letter] = await lettersOf(harness);
    if (!letter?.tokenId) throw new Error("no enrolment");
    const code = oathCode(uri, harness.clock.now());
    expect(await harness.call("tokens.confirm", { tokenId: letter.tokenId, code })).toMatchObject({
      token: { kind: "hotp", status: "active", serial: letter.serial },
    });
  });

  it("replaces the active authenticator at its confirmation, not before", async () => {
    const harness = await ready();
    const dan = await enrol(harness, "dan");
    const into = newFile();
    await harness.call("letters.issue", { selection: { filter: {} }, into, replace: true });
    const before = await harness.call("users.get", { user: { username: "dan" } });
    expect(before.tokens.map(({ status }) => status)).toEqual(["active", "pending"]);
    expect(
      await harness.call("verification.check", {
        user: { username: "dan" },
        code: codeFor(dan.secret, harness.clock),
      }),
    ).toMatchObject({ result: "accepted" });
    const [uri = ""] = codesOf(into.file);
    const [letter] = await lettersOf(harness);
    if (!letter?.tokenId) throw new Error("no enrolment");
    await harness.call("tokens.confirm", { tokenId: letter.tokenId, code: oathCode(uri, harness.clock.now()) });
    const after = await harness.call("users.get", { user: { username: "dan" } });
    expect(after.tokens.map(({ status }) => status)).toEqual(["revoked", "active"]);
  });

  it("is void once it is printed again, and its code is refused", async () => {
    const harness = await ready();
    await addUsers(harness, "ann", "bob");
    const first = await issue(harness);
    const old = await lettersOf(harness);
    const ann = old.find(({ username }) => username === "ann");
    if (!ann?.tokenId) throw new Error("no letter");
    const oldUri = codesOf(first.file).find((uri) => new URL(uri).pathname.endsWith("ann")) ?? "";
    const into = newFile();
    const report = await harness.call("letters.reprint", { letters: [ann.id], into });
    expect(report).toMatchObject({ pages: 1, sums: { total: 1, done: 1 } });
    expect(await states(harness)).toEqual(["ann void", "ann waiting", "bob waiting"]);
    const oldCode = oathCode(oldUri, harness.clock.now());
    expect(await harness.refuse("tokens.confirm", { tokenId: ann.tokenId, code: oldCode })).toMatchObject({
      code: "TOKEN_STATE",
    });
    const [newUri = ""] = codesOf(into.file);
    expect(new URL(newUri).searchParams.get("secret")).not.toBe(new URL(oldUri).searchParams.get("secret"));
    const [newest] = await lettersOf(harness, "waiting").then((rows) => rows.filter((row) => row.username === "ann"));
    if (!newest?.tokenId) throw new Error("no letter");
    await harness.call("tokens.confirm", { tokenId: newest.tokenId, code: oathCode(newUri, harness.clock.now()) });
    const again = await harness.call("letters.reprint", { letters: [ann.id, newest.id], into: newFile() });
    expect(again).toMatchObject({ path: null, sums: { total: 2, unchanged: 2 } });
    expect(await harness.call("audit.verify", {})).toMatchObject({ valid: true });
  });
});

describe("letters that are asked for twice", () => {
  it("are made once: whoever has one that can be used is left as it is", async () => {
    const harness = await ready();
    await addUsers(harness, "ann", "bob");
    const first = await issue(harness);
    await addUsers(harness, "eve");
    const serialOf = (username: string) => first.rows.find((row) => row.username === username)?.serial ?? "";
    const expected = {
      sums: { total: 3, done: 1, unchanged: 2, refused: 0 },
      voidedLetters: 0,
      rows: ["ann", "bob"].map((username) => ({
        username,
        verdict: "unchanged",
        message: `Has a letter: ${serialOf(username)}.`,
        serial: serialOf(username),
      })),
    };
    const preview = await harness.call("letters.preview", { selection: { filter: {} } });
    expect({ ...preview, rows: preview.rows.slice(0, 2) }).toMatchObject(expected);
    const second = await issue(harness);
    expect({ ...second, rows: second.rows.slice(0, 2) }).toMatchObject({ ...expected, pages: 1 });
    expect(await states(harness)).toEqual(["ann waiting", "bob waiting", "eve waiting"]);
    expect(await issue(harness)).toMatchObject({ path: null, pages: 0, sums: { unchanged: 3 } });
  });

  it("make the older ones void only where that is asked for, and say which, before and after", async () => {
    const harness = await ready();
    await addUsers(harness, "ann", "bob");
    const first = await issue(harness);
    await addUsers(harness, "eve");
    const messages = [...first.rows.map(({ serial }) => `No longer valid: letter ${serial ?? ""}.`), null];
    const told = (report: { voidedLetters: number; rows: Told<LetterVerdict>[] }) => ({
      voidedLetters: report.voidedLetters,
      messages: report.rows.map(({ message }) => message),
    });
    const preview = await harness.call("letters.preview", { selection: { filter: {} }, reprint: true });
    expect(told(preview)).toEqual({ voidedLetters: 2, messages });
    expect(told(await issue(harness, { reprint: true }))).toEqual({ voidedLetters: 2, messages });
    expect(await states(harness)).toEqual(["ann void", "ann waiting", "bob void", "bob waiting", "eve waiting"]);
    const [summary] = (await harness.call("audit.list", { action: "letters.issue" })).rows;
    expect(summary).toMatchObject({ details: { letters: 3, voidedLetters: 2 } });
  });
});

describe("a letter that is not used", () => {
  it("expires at the end of its last day, shows up, and can be printed again", async () => {
    const harness = await openHarness();
    const { secret } = await setUp(harness);
    const signIn = () =>
      harness.call("access.signIn", {
        name: owner.name,
        password: owner.password,
        code: codeFor(secret, harness.clock),
      });
    await addUsers(harness, "ann");
    await issue(harness);
    const [letter] = await lettersOf(harness);
    const last = new Date(letter?.expiresAt ?? 0);
    expect([last.getHours(), last.getMinutes()]).toEqual([23, 59]);
    expect(last.getTime() - harness.clock.now()).toBeGreaterThanOrEqual(14 * day);
    harness.clock.advance(last.getTime() - harness.clock.now());
    await signIn();
    expect(await states(harness)).toEqual(["ann waiting"]);
    harness.clock.advance(1);
    expect(await states(harness)).toEqual(["ann expired"]);
    harness.clock.advance(60_000);
    // Whose sign-in also clears away what has expired.
    await signIn();
    expect(await states(harness)).toEqual(["ann expired"]);
    if (!letter) throw new Error("no letter");
    await harness.call("letters.reprint", { letters: [letter.id], into: newFile() });
    expect(await states(harness)).toEqual(["ann void", "ann waiting"]);
  });

  it("is voided by a newer one, and by being withdrawn", async () => {
    const harness = await ready();
    await addUsers(harness, "ann", "bob");
    await issue(harness);
    await issue(harness, { reprint: true });
    expect(await states(harness)).toEqual(["ann void", "ann waiting", "bob void", "bob waiting"]);
    const all = await lettersOf(harness);
    expect(await harness.call("letters.void", { letters: all.map(({ id }) => id) })).toEqual({ voided: 2 });
    expect(await states(harness)).toEqual(["ann void", "ann void", "bob void", "bob void"]);
    expect((await harness.call("users.get", { user: { username: "ann" } })).enrolment).toBe("none");
    const { rows } = await harness.call("audit.list", { action: "letters.void" });
    expect(new Set(rows.map(({ target }) => target))).toEqual(new Set(["ann", "bob"]));
  });

  it("is found by the beginning of its serial, however it is typed, and of its username", async () => {
    const harness = await ready();
    // No serial has these letters.
    await addUsers(harness, "ulla", "ulrik", "bob");
    await issue(harness);
    const [letter] = await lettersOf(harness);
    if (!letter) throw new Error("no letter");
    const typed = letter.serial.toLowerCase().replace("-", " ").replaceAll("0", "o").replaceAll("1", "l");
    const search = async (text: string) => (await harness.call("letters.list", { search: text })).rows;
    expect(await search(typed)).toEqual([letter]);
    expect(await search(letter.serial.slice(0, 3))).toContainEqual(letter);
    expect((await search("UL")).map(({ username }) => username).toSorted()).toEqual(["ulla", "ulrik"]);
    expect(await search("la")).toEqual([]);
  });

  it("is listed page by page, each once", async () => {
    const harness = await ready();
    await addUsers(harness, ...Array.from({ length: 7 }, (_, n) => `user${n}`));
    await issue(harness);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await harness.call("letters.list", { limit: 3, ...(cursor === undefined ? {} : { cursor }) });
      expect(page.total).toEqual(cursor === undefined ? { count: 7, exact: true } : null);
      seen.push(...page.rows.map(({ username }) => username));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen.toSorted()).toEqual(Array.from({ length: 7 }, (_, n) => `user${n}`));
  });
});

describe("a place that cannot be written to", () => {
  it.each([
    ["a folder that does not exist", (folder: string) => ({ kind: "folder", folder: join(folder, "none") }) as const],
    [
      "a file in a folder that does not exist",
      (folder: string) => ({ kind: "file", file: join(folder, "no/a.pdf") }) as const,
    ],
    ["a file as a folder", (folder: string) => ({ kind: "folder", folder: join(folder, "taken") }) as const],
    ["a folder as a file", (folder: string) => ({ kind: "file", file: folder }) as const],
  ])("is refused before anything is done: %s", async (_what, place) => {
    const harness = await ready();
    await addUsers(harness, "ann");
    const folder = temporaryFolder();
    writeFileSync(join(folder, "taken"), "mine");
    const error = await harness.refuse("letters.issue", { selection: { filter: {} }, into: place(folder) });
    expect(["FILE_NOT_FOUND", "INVALID_INPUT"]).toContain(error.code);
    expect(readdirSync(folder)).toEqual(["taken"]);
    await untouched(harness);
  });

  it("is one that the window was not given", async () => {
    const harness = await ready();
    await addUsers(harness, "ann");
    const caller = { ...harness.caller, files: { grant: () => undefined, allows: () => false } };
    const error = await harness.console.call("letters.issue", { selection: { filter: {} }, into: newFile() }, caller);
    expect(error).toMatchObject({ ok: false, error: { code: "FILE_NOT_GRANTED" } });
    await untouched(harness);
  });
});
