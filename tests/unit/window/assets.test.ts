import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAssetHandler } from "#main/window/assets.ts";

const folder = mkdtempSync(path.join(tmpdir(), "assets-"));
const root = path.join(folder, "renderer");
const handle = createAssetHandler(root, "en-GB");
const get = (file: string, init?: RequestInit) => handle(new Request(`app://console${file}`, init));

beforeAll(() => {
  mkdirSync(path.join(root, "assets"), { recursive: true });
  writeFileSync(
    path.join(root, "index.html"),
    '<meta name="csp-nonce" content="__CSP_NONCE__"><style nonce="__CSP_NONCE__"></style>',
  );
  writeFileSync(path.join(root, "assets/index.js"), "export {};");
  writeFileSync(path.join(root, "assets/index.css"), "a{}");
  writeFileSync(path.join(root, "assets/font.woff2"), Buffer.from([0, 255, 1, 254]));
  writeFileSync(path.join(root, "assets/source.map"), "{}");
  mkdirSync(path.join(root, "assets/folder.js"));
  writeFileSync(path.join(folder, "secret.json"), "{}");
  mkdirSync(path.join(folder, "renderer-other"));
  writeFileSync(path.join(folder, "renderer-other/secret.json"), "{}");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const nonceOf = (response: Response) =>
  /'nonce-([^']+)'/u.exec(response.headers.get("content-security-policy") ?? "")?.[1];

describe("the page's policy", () => {
  it("is exactly this, with the nonce of this load", async () => {
    const response = await get("/index.html");
    expect(response.headers.get("content-security-policy")).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonceOf(response)}'; ` +
        "img-src 'self' data:; font-src 'self'; connect-src 'none'; base-uri 'none'; " +
        "form-action 'none'; frame-ancestors 'none'",
    );
  });

  it("has a nonce of 128 bits, fresh for each load and put into the page", async () => {
    const responses = await Promise.all(Array.from({ length: 20 }, () => get("/")));
    const nonces = responses.map((response) => nonceOf(response) ?? "");
    expect(new Set(nonces).size).toBe(20);
    for (const [index, response] of responses.entries()) {
      const nonce = nonces[index] ?? "";
      expect(Buffer.from(nonce, "base64")).toHaveLength(16);
      const page = await response.text();
      expect(page.split(nonce)).toHaveLength(3);
      expect(page).not.toContain("__CSP_NONCE__");
    }
  });

  it("stands on every answer, refusals included", async () => {
    for (const file of ["/assets/index.js", "/assets/index.css", "/missing.js", "/assets/source.map"]) {
      const response = await get(file);
      expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      expect(response.headers.get("referrer-policy")).toBe("no-referrer");
      expect(response.headers.get("cross-origin-opener-policy")).toBe("same-origin");
      expect(response.headers.get("cross-origin-embedder-policy")).toBe("require-corp");
      expect(response.headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(response.headers.get("permissions-policy")).toContain("camera=()");
    }
  });
});

describe("the files served", () => {
  it.each([
    ["/", "text/html; charset=utf-8"],
    ["/index.html?x=1", "text/html; charset=utf-8"],
    ["/assets/index.js", "text/javascript; charset=utf-8"],
    ["/assets/index.css", "text/css; charset=utf-8"],
    ["/assets/font.woff2", "font/woff2"],
  ])("%s is %s", async (file, type) => {
    const response = await get(file);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(type);
  });

  it("keeps the document out of every cache", async () => {
    expect((await get("/")).headers.get("cache-control")).toBe("no-store");
  });

  it("leaves bytes as they are", async () => {
    const response = await get("/assets/font.woff2");
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255, 1, 254]);
  });

  it.each([
    "/missing.js",
    "/assets",
    "/assets/",
    "/assets/folder.js",
    "/assets/source.map",
    "/../secret.json",
    "/%2e%2e/secret.json",
    "/%2e%2e%2fsecret.json",
    "/..%2fsecret.json",
    "/..%2frenderer-other/secret.json",
    "/assets/..%5c..%5csecret.json",
    "/..\\secret.json",
    "/%00index.html",
    "/index.html%00.js",
    "/%E0%A4%A",
    "//etc/passwd.json",
  ])("refuses %s", async (file) => {
    expect((await get(file)).status).toBe(404);
  });

  it("refuses another host", async () => {
    const response = await handle(new Request("app://other/index.html"));
    expect(response.status).toBe(404);
  });

  it.each(["POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"])("refuses %s", async (method) => {
    const response = await get("/index.html", { method });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET");
  });
});
