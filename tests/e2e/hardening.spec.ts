import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import type { Reply } from "../../src/shared/contract/transport.ts";
import { expect, launch, root, test as base } from "./fixtures.ts";

interface Api {
  invoke(call: { callId: string; procedure: string; input: unknown }): Promise<Reply>;
}

/**
 * One app for all tests of a worker: what they do ends with the page's document, which each test has anew.
 */
const test = base.extend<{ page: Page }, { shared: ElectronApplication }>({
  shared: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const folder = mkdtempSync(path.join(tmpdir(), "countersign-hardening-"));
      const app = await launch(path.join(folder, "data"));
      // A reload must not meet the first load on its way.
      await (await app.firstWindow()).waitForLoadState();
      await use(app);
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: "worker" },
  ],
  app: async ({ shared }, use) => {
    await use(shared);
  },
  page: async ({ shared }, use) => {
    const page = await shared.firstWindow();
    await page.reload();
    await use(page);
  },
});

// What is not refused is never told of.
test.describe.configure({ timeout: 60_000 });

/** Calls a procedure as the page can. */
const invoke = (page: Page, procedure: string, input: unknown): Promise<Reply> =>
  page.evaluate(
    ([name, value]) => {
      const { countersign } = globalThis as unknown as { countersign: Api };
      return countersign.invoke({ callId: crypto.randomUUID(), procedure: name, input: value });
    },
    [procedure, input] as const,
  );

const codeOf = (reply: Reply): string => (reply.ok ? "ok" : reply.error.code);

/** Does something in the page that its policy must refuse, and gives the directive that refused it. */
const violation = (page: Page, act: string): Promise<string> =>
  page.evaluate(
    (source) =>
      new Promise<string>((resolve) => {
        document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective), {
          once: true,
        });
        const acts: Record<string, () => void> = {
          script: () => {
            const script = document.createElement("script");
            script.textContent = "globalThis.ran = true";
            document.body.append(script);
          },
          "foreign script": () => {
            const script = document.createElement("script");
            script.src = "https://example.org/a.js";
            document.body.append(script);
          },
          handler: () => {
            const button = document.createElement("button");
            button.setAttribute("onclick", "globalThis.ran = true");
            button.click();
          },
          style: () => {
            document.head.append(
              Object.assign(document.createElement("style"), { textContent: "body { color: red }" }),
            );
          },
          picture: () => {
            new Image().src = "https://example.org/a.png";
          },
          fetch: () => void fetch("https://example.org/").catch(() => undefined),
          "own fetch": () => void fetch("/index.html").catch(() => undefined),
          socket: () => void new globalThis.WebSocket("wss://example.org/"),
          beacon: () => void navigator.sendBeacon("https://example.org/", "x"),
          frame: () => {
            document.body.append(Object.assign(document.createElement("iframe"), { src: "https://example.org/" }));
          },
          "own frame": () => {
            document.body.append(Object.assign(document.createElement("iframe"), { src: "/index.html" }));
          },
          form: () => {
            const form = Object.assign(document.createElement("form"), {
              action: "https://example.org/",
              method: "post",
            });
            document.body.append(form);
            form.submit();
          },
          base: () => {
            document.head.append(Object.assign(document.createElement("base"), { href: "https://example.org/" }));
          },
          object: () => {
            document.body.append(Object.assign(document.createElement("object"), { data: "https://example.org/a" }));
          },
          worker: () => void new Worker(URL.createObjectURL(new Blob(["1"]))),
        };
        acts[source]?.();
      }),
    act,
  );

/** Begins to watch the window's top frame. @returns asks whether main refused its next navigation */
async function watchNavigation(app: ElectronApplication): Promise<() => Promise<boolean>> {
  const watched = await app.evaluateHandle(({ BrowserWindow }) => {
    const next = Promise.withResolvers<boolean>();
    BrowserWindow.getAllWindows()[0]?.webContents.once("will-navigate", (event) => {
      next.resolve(event.defaultPrevented);
    });
    return { refused: next.promise };
  });
  return () => watched.evaluate(({ refused }) => refused);
}

/** Follows a link, as a click on it does. */
const follow = (page: Page, href: string): Promise<void> =>
  page.evaluate((target) => {
    const link = Object.assign(document.createElement("a"), { href: target });
    document.body.append(link);
    link.click();
  }, href);

test("the page sees nothing of Node or Electron", async ({ page }) => {
  const found = await page.evaluate(() =>
    ["require", "process", "module", "exports", "Buffer", "global", "__dirname", "electron", "ipcRenderer"].filter(
      (name) => name in globalThis,
    ),
  );
  expect(found).toEqual([]);
});

test("the page has three functions and cannot replace them", async ({ page }) => {
  const seen = await page.evaluate(() => {
    const scope = globalThis as unknown as { countersign: Record<string, unknown> };
    const before = scope.countersign;
    const tries = [
      () => {
        scope.countersign = {};
      },
      () => {
        before["invoke"] = () => "mine";
      },
      () => {
        before["more"] = 1;
      },
    ];
    for (const attempt of tries) {
      try {
        attempt();
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
    }
    return {
      same: scope.countersign === before,
      kinds: Object.fromEntries(Object.entries(before).map(([name, value]) => [name, typeof value])),
      native: String(before["invoke"]).includes("mine"),
    };
  });
  expect(seen).toEqual({
    same: true,
    kinds: { invoke: "function", cancel: "function", subscribe: "function" },
    native: false,
  });
});

test("the page is a secure context of its own origin, isolated from others", async ({ page }) => {
  const seen = await page.evaluate(() => ({ secure: isSecureContext, isolated: crossOriginIsolated }));
  expect(seen).toEqual({ secure: true, isolated: true });
});

const refusals: [act: string, directive: string][] = [
  ["script", "script-src-elem"],
  ["foreign script", "script-src-elem"],
  ["handler", "script-src-attr"],
  ["style", "style-src-elem"],
  ["picture", "img-src"],
  ["fetch", "connect-src"],
  ["own fetch", "connect-src"],
  ["socket", "connect-src"],
  ["beacon", "connect-src"],
  ["frame", "frame-src"],
  ["own frame", "frame-src"],
  ["form", "form-action"],
  ["base", "base-uri"],
  ["object", "object-src"],
  ["worker", "worker-src"],
];

test("the policy refuses scripts, styles, pictures, connections, frames and forms that it does not name", async ({
  page,
}) => {
  for (const [act, directive] of refusals) {
    await test.step(act, async () => {
      expect(await violation(page, act), act).toBe(directive);
      expect(await page.evaluate(() => "ran" in globalThis), act).toBe(false);
    });
  }
});

test("the policy refuses code made from text", async ({ page }) => {
  // In a task of its own: the debugger's call that starts it may do what the page may not.
  const outcome = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        setTimeout(() => {
          try {
            Reflect.construct(Function, ["return 1"]);
            resolve("made");
          } catch (error) {
            resolve((error as Error).name);
          }
        });
      }),
  );
  expect(outcome).toBe("EvalError");
});

test("each load has a nonce of its own", async ({ page }) => {
  const nonce = () => page.locator('meta[name="csp-nonce"]').getAttribute("content");
  const first = await nonce();
  await page.reload();
  const second = await nonce();
  expect(first).toMatch(/^[\w+/]{22}==$/u);
  expect(second).toMatch(/^[\w+/]{22}==$/u);
  expect(second).not.toBe(first);
});

test("no window opens", async ({ app, page }) => {
  const opened = await page.evaluate(() =>
    ["https://example.org/", "about:blank", "/index.html"].map((url) => window.open(url) === null),
  );
  expect(opened).toEqual([true, true, true]);
  expect(app.windows()).toHaveLength(1);
});

test("the window cannot be navigated away", async ({ app, page }) => {
  const before = page.url();
  for (const url of ["https://example.org/", "http://127.0.0.1:9/", "about:blank"]) {
    await test.step(url, async () => {
      const refused = await watchNavigation(app);
      await follow(page, url);
      expect(await refused()).toBe(true);
      expect(page.url()).toBe(before);
      expect(codeOf(await invoke(page, "system.status", {}))).toBe("ok");
    });
  }
});

test("a link to a file leads nowhere: Chromium itself refuses it, and asks nobody", async ({ page }) => {
  const before = page.url();
  const refused = page.waitForEvent("console", (message) =>
    message.text().includes("Not allowed to load local resource"),
  );
  await follow(page, "file:///etc/passwd");
  await refused;
  expect(codeOf(await invoke(page, "system.status", {}))).toBe("ok");
  expect(page.url()).toBe(before);
});

test("a frame has no reach", async ({ page }) => {
  const seen = await page.evaluate(() => {
    const frame = document.createElement("iframe");
    document.body.append(frame);
    const inner = frame.contentWindow as unknown as Record<string, unknown>;
    return ["countersign", "require", "process"].filter((name) => name in inner);
  });
  expect(seen).toEqual([]);
});

test("another window is refused", async ({ app, page }) => {
  const opening = app.waitForEvent("window");
  await app.evaluate(
    ({ BrowserWindow }, preload) => {
      const window = new BrowserWindow({
        webPreferences: { preload, sandbox: true, contextIsolation: true, nodeIntegration: false },
      });
      void window.loadURL("app://console/index.html");
    },
    path.join(root, "out/preload/index.cjs"),
  );
  const other = await opening;
  await other.waitForLoadState();
  expect(codeOf(await invoke(other, "system.status", {}))).toBe("SENDER_REFUSED");
  expect(codeOf(await invoke(page, "system.status", {}))).toBe("ok");
  await other.close();
});

test("unknown procedures and fields are refused", async ({ page }) => {
  const codes: Record<string, string> = {};
  for (const [procedure, input] of [
    ["system.nothing", {}],
    ["constructor", {}],
    ["__proto__", {}],
    ["system.status", { more: 1 }],
    ["system.status", "text"],
    ["system.status", null],
    ["users.list", {}],
    ["access.signIn", { name: "x".repeat(300_000), password: "p", code: "123456" }],
  ] as const) {
    codes[`${procedure} ${JSON.stringify(input).slice(0, 20)}`] = codeOf(await invoke(page, procedure, input));
  }
  expect(codes).toEqual({
    "system.nothing {}": "UNKNOWN_PROCEDURE",
    "constructor {}": "UNKNOWN_PROCEDURE",
    "__proto__ {}": "UNKNOWN_PROCEDURE",
    'system.status {"more":1}': "INVALID_INPUT",
    'system.status "text"': "INVALID_INPUT",
    "system.status null": "INVALID_INPUT",
    "users.list {}": "SETUP_REQUIRED",
    'access.signIn {"name":"xxxxxxxxxxx': "INVALID_INPUT",
  });
});

test("no permission is granted", async ({ page }) => {
  const states = await page.evaluate(async () => {
    const names = ["geolocation", "notifications", "camera", "microphone", "clipboard-read", "midi"];
    const answers: Record<string, string> = {};
    for (const name of names) {
      answers[name] = (await navigator.permissions.query({ name: name as PermissionName })).state;
    }
    return answers;
  });
  expect(new Set(Object.values(states))).toEqual(new Set(["denied"]));
});

test("no camera and no microphone answer", async ({ page }) => {
  const outcome = await page.evaluate(async () => {
    try {
      await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
      return "granted";
    } catch (error) {
      return (error as Error).name;
    }
  });
  expect(["NotAllowedError", "NotFoundError"]).toContain(outcome);
});
