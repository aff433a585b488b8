import { createSocket } from "node:dgram";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { awaitEvent, type Driven, drive, type InPage } from "./support.ts";

let driven: Driven;
beforeAll(async () => {
  driven = await drive();
});
afterAll(() => driven.close());

/** The window answers, and still shows its document. */
async function expectUnmoved(): Promise<void> {
  const who = await driven.page.evaluate(() => (globalThis as InPage).fixture.invoke("who"));
  expect(who).toMatchObject({ isMainFrame: true, url: "app://fixture/page.html" });
}

/** The address that the next event of this name is about. */
const nextUrl = (name: string) => awaitEvent(driven.app, "contents", name, [0, "url"]);

describe("navigation", () => {
  test.each([
    ["another page of the app", "app://fixture/other.html", "app://fixture/other.html"],
    ["the same under Chromium's address", "https://app.fixture.localhost/other.html", "app://fixture/other.html"],
    ["the web", "https://example.org/", "https://example.org/"],
    ["a blank page", "about:blank", "about:blank"],
  ])("to %s is put to the app, which refuses", async (_name, url, asked) => {
    const refused = await nextUrl("will-navigate");
    await driven.page.evaluate((target) => {
      // The app's own scheme means nothing to Chromium: the page uses addresses relative to its own.
      location.href = target.replace("app://fixture/", "/");
    }, url);
    expect(await refused()).toBe(asked);
    await expectUnmoved();
  });

  test("to a file is refused by Chromium itself", async () => {
    await driven.page.evaluate(() => {
      location.href = "file:///etc/passwd";
    });
    await expectUnmoved();
  });

  test("a redirect is put to the app", async () => {
    const refused = await nextUrl("will-redirect");
    await driven.page.evaluate(() => {
      setTimeout(() => location.assign("/redirect?allowed"));
    });
    expect(await refused()).toBe("app://fixture/other.html");
    await expectUnmoved();
  });

  test("what the app allows is loaded, and is another document to it", async () => {
    const loaded = driven.page.waitForURL("**/other.html?allowed");
    await driven.page.evaluate(() => {
      setTimeout(() => location.assign("/other.html?allowed"));
    });
    await loaded;
    const who = await driven.page.evaluate(() => (globalThis as InPage).fixture.invoke("who"));
    expect(who).toMatchObject({ isMainFrame: true, url: "app://fixture/other.html?allowed" });
    await driven.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.loadURL("app://fixture/page.html"),
    );
    // The driver learns of it over a connection of its own, a little later.
    await expect.poll(() => driven.page.url()).toBe("https://app.fixture.localhost/page.html");
    await expectUnmoved();
  });

  test("loading again is not asked about", async () => {
    const before = (await driven.seen()).navigations.length;
    await driven.page.reload();
    const again = driven.page.waitForEvent("load");
    await driven.page.evaluate(() => void setTimeout(() => location.reload()));
    await again;
    expect((await driven.seen()).navigations.length).toBe(before);
    await expectUnmoved();
  });
});

describe("other windows", () => {
  test("window.open gives null, and the app hears of it", async () => {
    const opened = await driven.page.evaluate(() =>
      ["https://example.org/", "/other.html", ""].map((url) => window.open(url, "name", "popup") === null),
    );
    expect(opened).toEqual([true, true, true]);
    await expect
      .poll(async () => (await driven.seen()).opened)
      .toEqual(expect.arrayContaining(["https://example.org/", "/other.html"]));
  });

  test("window.open of a frame does no better", async () => {
    const opened = await driven.page.evaluate(() => {
      const frame = document.body.appendChild(document.createElement("iframe"));
      return frame.contentWindow?.open("/other.html") === null;
    });
    expect(opened).toBe(true);
  });

  test("a link to a new window opens none", async () => {
    const before = (await driven.seen()).opened.length;
    await driven.page.click("#blank");
    await expect.poll(async () => (await driven.seen()).opened.length).toBeGreaterThan(before);
    await expect.poll(() => driven.app.windows().filter((page) => !page.isClosed()).length).toBe(1);
    await expectUnmoved();
  });
});

describe("frames", () => {
  test("get no preload", async () => {
    const seen = await driven.page.evaluate(async () => {
      const frame = document.createElement("iframe");
      frame.src = "/other.html";
      const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
      document.body.append(frame);
      await loaded;
      const inner = frame.contentWindow as unknown as object;
      return ["fixture", "require", "process"].filter((name) => name in inner);
    });
    expect(seen).toEqual([]);
    expect((await driven.seen()).frameNavigations).toContainEqual(["app://fixture/other.html", false]);
  });

  test("have no way to the main process but through the top window's API", async () => {
    const hidden = await driven.page.evaluate(() => {
      const frame = document.body.appendChild(document.createElement("iframe"));
      const names = (target: object): string[] =>
        Object.getOwnPropertyNames(target).filter((name) => name.startsWith("_"));
      return [...names(frame.contentWindow as unknown as object), ...names(globalThis)].filter((name) =>
        /^_[0-9a-f]{32}$/u.test(name),
      );
    });
    expect(hidden).toEqual([]);
  });
});

describe("requests", () => {
  test("the policy in the answer's header is in force", async () => {
    const directive = await driven.page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
          const script = document.createElement("script");
          script.textContent = "globalThis.ran = true";
          document.body.append(script);
        }),
    );
    expect(directive).toBe("script-src-elem");
    expect(await driven.page.evaluate(() => "ran" in globalThis)).toBe(false);
  });

  test("carry method, body and origin to the handler", async () => {
    const answer = await driven.page.evaluate(async () => {
      const response = await fetch("/echo?q=1", { method: "POST", body: "a\u00e4\u0000" });
      return (await response.json()) as unknown;
    });
    expect(answer).toEqual({
      method: "POST",
      url: "app://fixture/echo?q=1",
      origin: "app://fixture",
      body: "a\u00e4\u0000",
    });
  });

  test("that the app cancels, or its handler fails, fail", async () => {
    const outcomes = await driven.page.evaluate(() =>
      Promise.all(["/cancelled.js", "/broken", "/none"].map((url) => fetch(url).then(({ status }) => status, String))),
    );
    expect(outcomes).toEqual(["TypeError: Failed to fetch", "TypeError: Failed to fetch", 404]);
  });
});

test("no byte leaves for the network, whoever in the page sends it", async () => {
  const server = createServer((socket) => socket.destroy());
  const datagrams = createSocket("udp4");
  let reached = 0;
  server.on("connection", () => {
    reached += 1;
  });
  datagrams.on("message", () => {
    reached += 1;
  });
  server.listen(0, "127.0.0.1");
  datagrams.bind(0, "127.0.0.1");
  await Promise.all([once(server, "listening"), once(datagrams, "listening")]);
  const ports = { tcp: (server.address() as AddressInfo).port, udp: datagrams.address().port };
  // A blank frame has no policy of its own to hold it back.
  const free = await driven.app.evaluate(
    ({ BrowserWindow }, { tcp, udp }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(`(async () => {
        const frame = document.createElement("iframe");
        frame.sandbox = "allow-scripts";
        frame.src = "/other.html";
        document.body.append(frame);
        const settle = (act) => new Promise((resolve) => act(resolve));
        const peer = new RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:${udp}" }] });
        peer.createDataChannel("x");
        await peer.setLocalDescription();
        await settle((resolve) => {
          peer.addEventListener("icegatheringstatechange", () => peer.iceGatheringState === "complete" && resolve());
        });
        const outcomes = [
          await fetch("http://127.0.0.1:${tcp}/", { mode: "no-cors" }).then(() => "sent", () => "refused"),
          await settle((resolve) => {
            const image = new Image();
            image.addEventListener("error", () => resolve("refused"));
            image.addEventListener("load", () => resolve("sent"));
            image.src = "http://127.0.0.1:${tcp}/a.png";
          }),
        ];
        return outcomes;
      })()`) as Promise<unknown>,
    ports,
  );
  expect(free).toEqual(["refused", "refused"]);
  expect(reached).toBe(0);
  server.close();
  datagrams.close();
});

describe("permissions", () => {
  test("are denied without a question", async () => {
    const states = await driven.page.evaluate(async () => {
      const names = [
        "geolocation",
        "notifications",
        "camera",
        "microphone",
        "clipboard-read",
        "clipboard-write",
        "midi",
      ];
      const more = ["local-fonts", "idle-detection", "persistent-storage", "screen-wake-lock", "window-management"];
      const query = (name: string) => navigator.permissions.query({ name: name as PermissionName });
      return Promise.all([...names, ...more].map(async (name) => `${name} ${(await query(name)).state}`));
    });
    expect(states.filter((state) => !state.endsWith(" denied"))).toEqual([]);
  });

  test("no device is given", async () => {
    const outcomes = await driven.page.evaluate(() => {
      const { usb, hid, serial } = navigator as unknown as Record<
        string,
        { [ask: string]: (o: object) => Promise<unknown> }
      >;
      const asked = [
        usb?.["requestDevice"]?.({ filters: [] }),
        hid?.["requestDevice"]?.({ filters: [] }),
        serial?.["requestPort"]?.({}),
      ];
      const nameOf = async (request: Promise<unknown> | undefined): Promise<string> => {
        try {
          await request;
          return "given";
        } catch (cause) {
          return (cause as Error).name;
        }
      };
      return Promise.all(asked.map((request) => nameOf(request)));
    });
    expect(outcomes).toEqual(["SecurityError", "SecurityError", "SecurityError"]);
  });

  test("nothing is downloaded", async () => {
    await driven.page.evaluate(() => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob(["x"]));
      link.download = "taken.txt";
      link.click();
    });
    await expect.poll(async () => (await driven.seen()).downloads).toEqual(["taken.txt"]);
    const names = readdirSync(driven.data, { recursive: true }) as string[];
    expect(names.filter((name) => name.includes("taken"))).toEqual([]);
    await expectUnmoved();
  });
});
