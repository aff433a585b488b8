import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { toolsMissing } from "../../support/tools.ts";
import { Display } from "./display.ts";
import { dataFolder, filesWith, processesWith, start, type Started } from "./support.ts";

describe.skipIf(toolsMissing("xvfb", "xdotool", "zenity", "xclip"))("on a display", () => {
  let display: Display;
  let data: string;
  let app: Started;

  beforeAll(async () => {
    display = await Display.open();
  });
  afterAll(() => display.close());

  const begin = async (...args: string[]): Promise<void> => {
    data = dataFolder();
    app = start(data, ["--answer-requests", ...args], display.env as Record<string, string>);
    await app.said("loaded");
  };
  const end = async (): Promise<void> => {
    app.process.kill("SIGTERM");
    await app.ended;
    rmSync(data, { recursive: true, force: true });
  };
  const ask = async (request: string): Promise<unknown> => {
    app.process.stdin?.write(`${request}\n`);
    const outcome = await app.said("outcome");
    expect(outcome["error"]).toBeUndefined();
    return outcome["value"];
  };

  /** What the app has said, but for which window has the keyboard and the answers to the test. */
  const names = (): string[] =>
    app
      .lines()
      .map(({ name }) => name)
      .filter((name) => name !== "focus" && name !== "outcome");

  describe("an app that stays open", () => {
    beforeAll(() => begin());
    afterAll(end);

    test("does not take loading the page again for a window that is closed", async () => {
      await ask("reload");
      await app.said("loaded again");
      expect(names()).not.toContain("close");
    });

    test("the browser's keys do nothing", async () => {
      const window = await display.window("Fixture page");
      await display.press(
        window,
        "ctrl+t",
        "ctrl+n",
        "ctrl+shift+n",
        "ctrl+o",
        "ctrl+p",
        "F12",
        "ctrl+u",
        "ctrl+shift+i",
        "F5",
      );
      expect(await ask("pages")).toEqual(["app://fixture/page.html"]);
      expect(await ask("evaluate document.body.dataset.module")).toBe("loaded");
      expect(await display.window("Fixture page")).toBe(window);
    });

    test("the window has the size that was asked for", async () => {
      expect(await ask("bounds")).toMatchObject({ width: 900, height: 700 });
      const inner = (): Promise<unknown> => ask("evaluate [innerWidth, innerHeight]");
      await vi.waitFor(async () => expect(await inner()).toEqual([900, 700]), { timeout: 5000 });
    });

    describe("file dialogs", () => {
      test("give the chosen name", async () => {
        const saved = ask(`save ${join(data, "a b.txt")}`);
        await display.press(await display.window("Save here"), "Return");
        expect(await saved).toEqual({ canceled: false, filePath: join(data, "a b.txt") });
      });

      test("give the file to open", async () => {
        mkdirSync(join(data, "files"));
        writeFileSync(join(data, "files/one.txt"), "x");
        const opened = ask(`open ${join(data, "files/one.txt")}`);
        await display.press(await display.window("Open this"), "Return");
        expect(await opened).toEqual({ canceled: false, filePaths: [join(data, "files/one.txt")] });
      });

      test("say when they were cancelled", async () => {
        const saved = ask(`save ${join(data, "a.txt")}`);
        await display.press(await display.window("Save here"), "Escape");
        expect(await saved).toEqual({ canceled: true, filePath: "" });
      });
    });

    describe("message boxes", () => {
      test.each([
        { keys: ["Return"], response: 0 },
        { keys: ["Tab", "Return"], response: 1 },
      ])("tell which button was pressed: $response", async ({ keys, response }) => {
        const answered = ask("message Stop the work?");
        await display.press(await display.window("Question"), ...keys);
        expect(await answered).toEqual({ response, checkboxChecked: false });
      });

      test("take Escape for the button that cancels", async () => {
        const answered = ask("message Stop the work?");
        await display.press(await display.window("Question"), "Escape");
        expect(await answered).toEqual({ response: 0, checkboxChecked: false });
      });
    });

    test("the clipboard is the desktop's", async () => {
      expect(await ask("copy JBSW Y3DP")).toBe("JBSW Y3DP");
      expect(await ask("clear")).toBe("");
    });

    // The last, since it ends the app as a crash does.
    test("nothing of what was typed, shown or visited is on the disk", async () => {
      const secret = "JBSWY3DPEHPK3PXP";
      const window = await display.window("Fixture page");
      await ask("evaluate document.querySelector('#text').focus()");
      await display.type(window, secret);
      // Keys arrive one by one.
      const value = (): Promise<unknown> => ask("evaluate document.querySelector('#text').value");
      await vi.waitFor(async () => expect(await value()).toBe(secret), { timeout: 5000 });
      await display.press(window, "Return");
      await ask(`evaluate void history.pushState({ text: "${secret}" }, "", "#/${secret}")`);
      await ask(`evaluate void (document.title = "${secret}")`);
      await display.window(secret);
      // Chromium saves what its windows show every few seconds, and when it ends by itself, as it does now.
      app.process.kill("SIGKILL");
      await app.ended;
      await vi.waitFor(() => expect(processesWith(data)).toEqual([]), { timeout: 5000 });
      expect(filesWith(data, secret)).toEqual([]);
    });
  });

  describe("an app that ends", () => {
    afterEach(end);

    test("is asked when the person closes its window, and may keep it", async () => {
      await begin("--keep-open-once");
      const window = await display.window("Fixture page");
      await display.press(window, "ctrl+w");
      await app.said("close");
      // The browser's question is gone, and the page has the keyboard again, only some time after the app was asked.
      const focused = (): Promise<unknown> => ask("evaluate document.hasFocus()");
      await vi.waitFor(async () => expect(await focused()).toBe(true), { timeout: 5000 });
      expect(await display.window("Fixture page")).toBe(window);
      await display.press(window, "ctrl+w");
      await app.said("close");
      expect(await app.ended).toBe(0);
      expect(names().slice(-6)).toEqual(["close", "close", "closed", "window-all-closed", "will-quit", "quit"]);
    });
  });
});
