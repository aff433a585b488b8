import { once } from "node:events";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { CdpConnection, CommandFailed, PipeClosed } from "../../../src/chromium-host/cdp/connection.ts";

interface Sent {
  id: number;
  method: string;
  params: object;
  sessionId?: string;
}

function connect() {
  const toChromium = new PassThrough();
  const fromChromium = new PassThrough();
  const connection = new CdpConnection(toChromium, fromChromium);
  const nextSent = async (): Promise<Sent> => {
    const [chunk] = (await once(toChromium, "data")) as [Buffer];
    return JSON.parse(chunk.toString("utf8").replace(/\0$/u, "")) as Sent;
  };
  const receive = (message: object): void => void fromChromium.write(`${JSON.stringify(message)}\0`);
  return { connection, fromChromium, nextSent, receive };
}

test("a command gets the answer with its number", async () => {
  const { connection, nextSent, receive } = connect();
  const first = connection.browser.send("Browser.getVersion");
  const { id, method } = await nextSent();
  expect(method).toBe("Browser.getVersion");
  receive({ id: id + 100, result: { product: "somebody else's" } });
  receive({ id, result: { product: "Chrome/1" } });
  expect(await first).toEqual({ product: "Chrome/1" });
});

test("an error names the command", async () => {
  const { connection, nextSent, receive } = connect();
  const failing = connection.session("s").send("Page.enable");
  const { id, sessionId } = await nextSent();
  expect(sessionId).toBe("s");
  receive({ id, error: { message: "no such page" } });
  await expect(failing).rejects.toThrow(CommandFailed);
  await expect(failing).rejects.toThrow("Page.enable: no such page");
});

test("events reach the session they are for, and only that one", async () => {
  const { connection, receive } = connect();
  const seen: string[] = [];
  connection.session("a").on("Page.windowOpen", ({ url }) => seen.push(`a ${url}`));
  connection.browser.on("Page.windowOpen", ({ url }) => seen.push(`browser ${url}`));
  const arrived = new Promise((resolve) => connection.session("a").on("Page.loadEventFired", resolve));
  receive({ sessionId: "a", method: "Page.windowOpen", params: { url: "x" } });
  receive({ sessionId: "b", method: "Page.windowOpen", params: { url: "y" } });
  receive({ sessionId: "a", method: "Page.loadEventFired", params: {} });
  await arrived;
  expect(seen).toEqual(["a x"]);
});

test("a closed pipe rejects what is waiting and what comes later", async () => {
  const { connection, fromChromium } = connect();
  const waiting = connection.browser.send("Browser.getVersion");
  fromChromium.destroy();
  await expect(waiting).rejects.toThrow(PipeClosed);
  await connection.closed;
  await expect(connection.browser.send("Browser.getVersion")).rejects.toThrow(PipeClosed);
});

test("a forgotten session rejects only its own commands", async () => {
  const { connection, nextSent, receive } = connect();
  const gone = connection.session("gone").send("Page.enable");
  await nextSent();
  const other = connection.browser.send("Browser.getVersion");
  const { id } = await nextSent();
  connection.forget("gone");
  await expect(gone).rejects.toThrow(PipeClosed);
  receive({ id, result: { product: "Chrome/1" } });
  expect(await other).toEqual({ product: "Chrome/1" });
});
