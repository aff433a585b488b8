import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dialogGrants, memorySession } from "#main/window/caller.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "grants-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("files of the window", () => {
  const at = (...parts: string[]) => path.join(folder, ...parts);

  it("are none before a dialog", () => {
    writeFileSync(at("a.age"), "");
    expect(dialogGrants().allows(at("a.age"))).toBe(false);
  });

  it("are those that were chosen, and no neighbour", () => {
    const files = dialogGrants();
    files.grant(at("a.age"));
    expect(files.allows(at("a.age"))).toBe(true);
    expect(files.allows(at("b.age"))).toBe(false);
    expect(files.allows(at("a.age.tmp"))).toBe(false);
    expect(files.allows(folder)).toBe(false);
  });

  it("stay allowed once they exist", () => {
    const files = dialogGrants();
    files.grant(at("a.age"));
    writeFileSync(at("a.age"), "backup");
    expect(files.allows(at("a.age"))).toBe(true);
  });

  it("are found again under another spelling of the same path", () => {
    const files = dialogGrants();
    mkdirSync(at("sub"));
    files.grant(at("a.age"));
    expect(files.allows(`${folder}/sub/../a.age`)).toBe(true);
    expect(files.allows(`${folder}/./a.age`)).toBe(true);
  });

  it("are refused when a link has taken their place", () => {
    const files = dialogGrants();
    files.grant(at("a.age"));
    writeFileSync(at("elsewhere"), "");
    symlinkSync(at("elsewhere"), at("a.age"));
    expect(files.allows(at("a.age"))).toBe(false);
  });

  it("are refused when a link that leads nowhere has taken their place", () => {
    const files = dialogGrants();
    files.grant(at("a.age"));
    symlinkSync(at("not-there"), at("a.age"));
    expect(files.allows(at("a.age"))).toBe(false);
    expect(files.allows(at("not-there"))).toBe(false);
  });

  it("chosen through a link are the file behind it", () => {
    const files = dialogGrants();
    writeFileSync(at("real.age"), "");
    symlinkSync(at("real.age"), at("link.age"));
    files.grant(at("link.age"));
    expect(files.allows(at("link.age"))).toBe(true);
    expect(files.allows(at("real.age"))).toBe(true);
  });

  it.each(["a.age", "./a.age", "", "/no/such/folder/a.age", "/tmp/a\0.age"])("are never %j", (file) => {
    const files = dialogGrants();
    files.grant(file);
    expect(files.allows(file)).toBe(false);
  });
});

describe("the session token", () => {
  it("is held until it is taken away", () => {
    const session = memorySession();
    expect(session.get()).toBeNull();
    session.set("token");
    expect(session.get()).toBe("token");
    session.set(null);
    expect(session.get()).toBeNull();
  });

  it("is another one for another window", () => {
    const first = memorySession();
    first.set("token");
    expect(memorySession().get()).toBeNull();
  });
});
