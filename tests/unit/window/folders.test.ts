import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserWindow, OpenDialogOptions } from "electron";
import { describe, expect, it, onTestFinished } from "vitest";
import { dialogGrants } from "#main/window/caller.ts";
import { createDialogs } from "#main/window/dialogs.ts";
import { text } from "#shared/texts/text.ts";

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "countersign-folders-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe("a folder that a dialog returned", () => {
  it("is granted with the files right in it, and nothing else", () => {
    const root = temporaryFolder();
    const folder = join(root, "letters");
    mkdirSync(join(folder, "deeper"), { recursive: true });
    writeFileSync(join(folder, "there.pdf"), "");
    writeFileSync(join(root, "outside.pdf"), "");
    symlinkSync(join(root, "outside.pdf"), join(folder, "link.pdf"));
    const files = dialogGrants();
    files.grant(folder);
    for (const allowed of ["", "new.pdf", "there.pdf"]) expect(files.allows(join(folder, allowed))).toBe(true);
    for (const refused of ["../outside.pdf", "link.pdf", "deeper/new.pdf", ".."]) {
      expect(files.allows(join(folder, refused)), refused).toBe(false);
    }
  });

  it("is nothing special when it is a file", () => {
    const file = join(temporaryFolder(), "a.pdf");
    const files = dialogGrants();
    files.grant(file);
    mkdirSync(file);
    expect(files.allows(join(file, "b.pdf"))).toBe(false);
  });
});

it("a folder is asked for with the dialog for folders", async () => {
  const asked: OpenDialogOptions[] = [];
  let answer = { canceled: false, filePaths: ["/data/letters"] };
  const dialog = {
    showSaveDialog: () => Promise.reject(new Error("not asked for")),
    showOpenDialog: (_window: unknown, options: OpenDialogOptions) => {
      asked.push(options);
      return Promise.resolve(answer);
    },
  } as unknown as Parameters<typeof createDialogs>[0];
  const dialogs = createDialogs(dialog, {} as BrowserWindow, "/home/olga");
  expect(await dialogs.chooseFolder({ title: text("files.chooseBackupsFolder") })).toBe("/data/letters");
  answer = { canceled: true, filePaths: [] };
  expect(await dialogs.chooseFolder({ title: text("files.chooseBackupsFolder") })).toBeNull();
  expect(asked[0]).toMatchObject({ title: "Choose a folder for backups", defaultPath: "/home/olga" });
  expect(asked[0]?.properties).toContain("openDirectory");
});
