import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, clientOf } from "#main/demo/client.ts";
import { openDemo } from "#main/demo/open.ts";
import { people } from "#main/demo/people.ts";
import type { Console } from "#main/base/ports.ts";
import { dialogGrants, memorySession } from "#main/window/caller.ts";
import type { TokenStatus, User, UserDetail } from "#shared/model/records.ts";
import { bundled } from "../../support/bundles.ts";

const folder = mkdtempSync(path.join(tmpdir(), "demo-"));
let console: Console;
let call: Client;

async function signIn(): Promise<void> {
  const { demo } = await call("system.status", {});
  if (demo === null) throw new Error("not a demo");
  await call("access.signIn", { name: demo.name, password: demo.password, code: demo.code });
}

beforeAll(async () => {
  console = await openDemo({
    dataDir: folder,
    workerUrl: bundled(new URL("../../../src/main/worker.ts", import.meta.url)),
    runtime: { name: "chromium", version: "1" },
    logger: { error: () => undefined, warn: () => undefined, info: () => undefined },
  });
  call = clientOf(console, {
    session: memorySession(),
    files: dialogGrants(),
    dialogs: null,
    clipboard: null,
  });
  await signIn();
}, 60_000);

afterAll(async () => {
  await console.close();
  rmSync(folder, { recursive: true, force: true });
});

async function everyone(): Promise<User[]> {
  const first = await call("users.list", { limit: 200 });
  expect(first.nextCursor).toBeNull();
  return first.rows;
}

describe("the demo", () => {
  it("names people in five scripts, each once", () => {
    expect(people).toHaveLength(200);
    expect(new Set(people.map(({ username }) => username)).size).toBe(200);
    const names = people.map(({ name }) => name).join(" ");
    for (const script of ["Latin", "Greek", "Cyrillic", "Arabic", "Han"]) {
      expect(names).toMatch(new RegExp(`\\p{Script=${script}}`, "u"));
    }
  });

  it("shows what signs in, also right after it was used", async () => {
    await call("access.signOut", {});
    await signIn();
    const { demo, session } = await call("system.status", {});
    expect(session).toMatchObject({ name: demo?.name, role: "owner", locked: false });
    expect(demo?.codeExpiresAt).toBeGreaterThan(Date.now());
  });

  it("keeps its key in no keychain of this computer", async () => {
    expect(await call("system.status", {})).toMatchObject({ keychain: { state: "bound" }, phase: "ready" });
    expect(statSync(path.join(folder, "store")).mode & 0o777).toBe(0o700);
  });

  it("has 200 people in every state", async () => {
    const users = await everyone();
    expect(users).toHaveLength(200);
    const count = (filter: (user: User) => boolean) => users.filter(filter).length;
    expect(count(({ status }) => status === "disabled")).toBeGreaterThanOrEqual(8);
    for (const state of ["none", "pending", "active", "disabled"] as const) {
      expect(count(({ enrolment }) => enrolment === state)).toBeGreaterThanOrEqual(3);
    }
  });

  it("has authenticators in every state, drifted ones and used backup codes", async () => {
    const users = await everyone();
    const details: UserDetail[] = [];
    for (const { id } of users) details.push(await call("users.get", { user: { id } }));
    const tokens = details.flatMap((detail) => detail.tokens);
    const states: TokenStatus[] = ["pending", "active", "disabled", "locked", "revoked"];
    expect(new Set(tokens.map(({ status }) => status))).toEqual(new Set(states));
    expect(tokens.some(({ driftSteps }) => driftSteps > 1)).toBe(true);
    expect(tokens.some(({ algorithm, digits }) => algorithm === "SHA256" && digits === 8)).toBe(true);
    expect(tokens.some(({ status, failures }) => status === "locked" && failures >= 10)).toBe(true);
    const remaining = details.flatMap(({ backupCodes }) => backupCodes?.remaining ?? []);
    expect(new Set(remaining)).toEqual(new Set([10, 9, 6, 1]));
  });

  it("has groups, letters and hardware tokens in the states that come up", async () => {
    const users = await everyone();
    const { groups } = await call("groups.list", {});
    expect(groups).toHaveLength(6);
    expect(users.every((user) => user.groups.length > 0 && user.externalId !== "")).toBe(true);
    const { rows: letters } = await call("letters.list", { limit: 200 });
    expect(new Set(letters.map(({ state }) => state))).toEqual(new Set(["waiting", "expired", "void"]));
    const { counts } = await call("inventory.list", {});
    expect(counts).toEqual({ stock: 8, assigned: 3, lost: 1, retired: 1 });
    expect(existsSync(path.join(folder, "letters.pdf"))).toBe(false);
  });

  it("has a history whose chain is whole and lies in the past", async () => {
    const report = await call("audit.verify", {});
    expect(report).toMatchObject({ valid: true });
    expect(report.events).toBeGreaterThan(300);
    const { rows } = await call("audit.list", { limit: 200 });
    expect(Math.max(...rows.map(({ at }) => at))).toBeLessThanOrEqual(Date.now());
    const reasons = new Set<unknown>();
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof call<"audit.list">>> = await call("audit.list", {
        action: "verification.check",
        limit: 200,
        ...(cursor === null ? {} : { cursor }),
      });
      for (const { details } of page.rows) reasons.add(details["reason"]);
      cursor = page.nextCursor;
    } while (cursor !== null);
    for (const reason of [
      "ok",
      "wrong_code",
      "already_used",
      "drifted",
      "user_disabled",
      "throttled",
      "token_locked",
    ]) {
      expect(reasons).toContain(reason);
    }
  });

  it("goes on in the present", async () => {
    const before = Date.now();
    const added = await call("users.add", { username: "newcomer" });
    expect(added.createdAt).toBeGreaterThanOrEqual(before);
  });
});
