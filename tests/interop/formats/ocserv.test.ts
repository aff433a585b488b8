import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { pamOath } from "#main/formats/pam-oath/pam-oath.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeCertificates } from "../../support/certificates.ts";
import { outgoing, writeSeeds } from "../../support/outgoing.ts";
import { requireTool, toolsMissing } from "../../support/tools.ts";

/** A port of the loopback address that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

describe.skipIf(toolsMissing("ocserv", "oathtool", "openssl"))("ocserv", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "countersign-ocserv-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const inside = (name: string): string => path.join(folder, name);

  const configuration = (port: number): string =>
    [
      `auth = "plain[otp=${inside("users.oath")}]"`,
      "listen-host = 127.0.0.1",
      `tcp-port = ${port}`,
      `socket-file = ${inside("socket")}`,
      `pid-file = ${inside("pid")}`,
      `server-cert = ${inside("server.pem")}`,
      `server-key = ${inside("server.key")}`,
      `run-as-user = ${userInfo().username}`,
      "isolate-workers = false",
      "device = vpns",
      "ipv4-network = 192.0.2.0",
      "ipv4-netmask = 255.255.255.0",
      "max-ban-score = 0",
      "",
    ].join("\n");

  async function start(port: number): Promise<AsyncDisposable> {
    writeFileSync(inside("ocserv.conf"), configuration(port));
    const server = spawn(requireTool("ocserv"), ["-f", "-d", "1", "-c", inside("ocserv.conf")], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    await new Promise<void>((resolve, reject) => {
      let said = "";
      const heard = (part: Buffer): void => {
        said += part.toString();
        if (said.includes("sec-mod initialized")) resolve();
      };
      server.stdout.on("data", heard);
      server.stderr.on("data", heard);
      server.once("exit", () => reject(new Error(`ocserv ended: ${said}`)));
    });
    return {
      async [Symbol.asyncDispose]() {
        const ended = once(server, "exit");
        server.kill("SIGTERM");
        await ended;
      },
    };
  }

  /** Of one connection: the server tells its steps apart by it. */
  async function post(agent: Agent, { port, ca }: { port: number; ca: string }, body: string): Promise<string[]> {
    const asked = request({ agent, ca, host: "127.0.0.1", port, path: "/auth", method: "POST" });
    asked.end(body);
    const [answer] = (await once(asked, "response")) as [IncomingMessage];
    answer.resume();
    await once(answer, "end");
    return answer.headers["set-cookie"] ?? [];
  }

  test("lets in with the code of a users file, once", async (context) => {
    const { ca } = makeCertificates(folder, context);
    await writeSeeds(pamOath, inside("users.oath"), [outgoing("ada"), outgoing("grace", { kind: "hotp", counter: 5 })]);
    const port = await freePort();
    await using _ = await start(port);
    const lets = async (user: string, code: string): Promise<boolean> => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      await post(agent, { port, ca }, `username=${user}`);
      const cookies = await post(agent, { port, ca }, `password=${code}`);
      agent.destroy();
      return cookies.some((cookie) => /^webvpn=[^;]/u.test(cookie));
    };
    const key = outgoing("ada").seed.toString("hex");
    const code = (...args: string[]): string =>
      execFileSync(requireTool("oathtool"), [...args, key], { encoding: "utf8" }).trim();
    const now = code("--totp");
    expect(
      await lets(
        "ada",
        now.replace(/\d$/u, (last) => String((Number(last) + 1) % 10)),
      ),
    ).toBe(false);
    expect(await lets("ada", now)).toBe(true);
    expect(await lets("ada", now)).toBe(false);
    expect(await lets("grace", code("-c", "4"))).toBe(false);
    expect(await lets("grace", code("-c", "5"))).toBe(true);
    expect(readFileSync(inside("users.oath"), "utf8")).toContain(now);
  });
});
