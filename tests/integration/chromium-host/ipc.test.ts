import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Driven, drive, type InPage } from "./support.ts";

let driven: Driven;
beforeAll(async () => {
  driven = await drive();
});
afterAll(() => driven.close());

const failure = (channel: string): Promise<string> =>
  driven.page.evaluate((name) => {
    const outcome = (globalThis as InPage).fixture.invoke(name);
    return outcome.then(
      () => "no failure",
      (cause: unknown) => String(cause),
    );
  }, channel);

describe("invoke", () => {
  test("carries what structured cloning carries", async () => {
    const same = await driven.page.evaluate(async () => {
      const sent = {
        text: "\u{1F511}\u0000",
        numbers: [1.5, -0, Number.NaN, 2n ** 70n],
        nothing: [undefined, null],
        date: new Date(0),
        bytes: new Uint8Array([0, 255]),
        map: new Map([["k", new Set([1])]]),
        $: { $$: 1 },
      };
      const back = (await (globalThis as InPage).fixture.echo(sent)) as typeof sent;
      return [
        back.text === sent.text,
        Object.is(back.numbers[1], -0) && Number.isNaN(back.numbers[2]) && back.numbers[3] === 2n ** 70n,
        back.nothing[0] === undefined && back.nothing[1] === null,
        back.date instanceof Date && back.date.getTime() === 0,
        back.bytes instanceof Uint8Array && back.bytes[1] === 255,
        back.map.get("k")?.has(1) === true,
        JSON.stringify(back.$),
      ];
    });
    expect(same).toEqual([true, true, true, true, true, true, '{"$$":1}']);
  });

  test("a megabyte arrives whole", async () => {
    const length = await driven.page.evaluate(async () => {
      const text = "\u00e4".repeat(500_000);
      return (await (globalThis as InPage).fixture.echo(text)) === text;
    });
    expect(length).toBe(true);
  });

  test("comes from the window's own top frame, under the app's own address", async () => {
    const who = await driven.page.evaluate(() => (globalThis as InPage).fixture.invoke("who"));
    expect(who).toEqual({
      isMainFrame: true,
      url: "app://fixture/page.html",
      origin: "app://fixture",
      parent: null,
      id: 1,
    });
  });

  test("the address follows what the page does to it", async () => {
    const urls = await driven.page.evaluate(async () => {
      location.hash = "#/users";
      const { url } = (await (globalThis as InPage).fixture.invoke("who")) as { url: string };
      history.replaceState(null, "", "page.html");
      return url;
    });
    expect(urls).toBe("app://fixture/page.html#/users");
  });

  test("fails as in Electron", async () => {
    expect(await failure("fails")).toBe(
      "Error: Error invoking remote method 'fails': RangeError: refused by the main process",
    );
    expect(await failure("none")).toBe(
      "Error: Error invoking remote method 'none': Error: No handler registered for 'none'",
    );
    expect(await failure("uncloneable")).toContain("An object could not be cloned");
  });

  test("refuses what cannot be cloned before it is sent", async () => {
    const outcome = await driven.page.evaluate(() => {
      const { fixture } = globalThis as InPage;
      return fixture
        .echo(() => 1)
        .then(
          () => "sent",
          (cause: unknown) => String(cause),
        );
    });
    expect(outcome).toContain("An object could not be cloned");
  });
});

test("events reach the page in order, and no more after it unsubscribes", async () => {
  const received = await driven.page.evaluate(async () => {
    const page = globalThis as InPage;
    await page.fixture.invoke("push", 1);
    page.fixture.send("told", "a", 2);
    await page.fixture.invoke("push", 3);
    page.unsubscribe();
    await page.fixture.invoke("push", 4);
    return page.received;
  });
  expect(received).toEqual([1, "reply", 3]);
  expect((await driven.seen()).sends).toEqual([["a", 2]]);
});

describe("the preload", () => {
  test("gives a frozen API and nothing else", async () => {
    const seen = await driven.page.evaluate(() => {
      const page = globalThis as InPage;
      const { fixture } = page;
      return {
        frozen: [fixture, fixture.nested, fixture.nested.list, Reflect.get(fixture, "echo")].every((part) =>
          Object.isFrozen(part),
        ),
        same: Reflect.set(page, "fixture", {}) || page.fixture !== fixture,
        values: [
          fixture.version,
          fixture.nested.list[1].two,
          fixture.sync("x"),
          fixture.callBack((text) => `${text}?`),
        ],
        globals: ["require", "process", "module", "Buffer", "ipcRenderer", "electron"].filter((name) => name in page),
      };
    });
    expect(seen).toEqual({ frozen: true, same: false, values: [3, 2, "x!", "from the preload?"], globals: [] });
  });

  test("has Electron's renderer half and no module of Node's", async () => {
    const seen = await driven.page.evaluate(() => {
      const { fixture } = globalThis as InPage;
      return ["electron", "electron/renderer", "node:fs", "child_process"].map((name) => fixture.requireModule(name));
    });
    expect(seen).toEqual([
      "object",
      "object",
      "Error: module not found: node:fs",
      "Error: module not found: child_process",
    ]);
  });

  test("is told what is not provided, and what it throws arrives", async () => {
    const seen = await driven.page.evaluate(() => {
      const { fixture } = globalThis as InPage;
      return [() => fixture.useUnknown(), () => fixture.throws()].map((act) => {
        try {
          return act() as string;
        } catch (cause) {
          return String(cause);
        }
      });
    });
    expect(seen).toEqual([
      "Error: chromium-host: ipcRenderer.sendSync is not provided",
      "TypeError: thrown in the preload",
    ]);
  });

  test("awaits promises of the page's", async () => {
    const seen = await driven.page.evaluate(() => {
      const { fixture } = globalThis as InPage;
      const refused = fixture.echoLater(Promise.reject(new RangeError("far"))).catch((cause: unknown) => String(cause));
      return Promise.all([fixture.echoLater(Promise.resolve({ a: 1 })), refused]);
    });
    expect(seen).toEqual([{ a: 1 }, "RangeError: far"]);
  });

  test("runs again in every new document", async () => {
    await driven.page.reload();
    const seen = await driven.page.evaluate(async () => {
      const page = globalThis as InPage;
      await page.fixture.invoke("push", "after");
      return page.received;
    });
    expect(seen).toEqual(["after"]);
  });
});
