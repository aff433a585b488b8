import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { requireTool } from "./tools.ts";

/** A port of the loopback address that nothing listens on. */
export async function freeTcpPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

const configuration = (folder: string, port: number): string => `
global(
  workDirectory="${folder}"
  maxMessageSize="64k"
  defaultNetstreamDriver="gtls"
  defaultNetstreamDriverCAFile="${folder}/ca.pem"
  defaultNetstreamDriverCertFile="${folder}/server.pem"
  defaultNetstreamDriverKeyFile="${folder}/server.key"
)
module(load="imtcp" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon")
template(name="line" type="string" string="%syslogfacility-text% %syslogseverity-text% %app-name% %msgid% %msg%\\n")
input(type="imtcp" address="127.0.0.1" port="${port}")
action(type="omfile" file="${folder}/received.log" template="line")
`;

async function answers(port: number, server: ChildProcess): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`rsyslogd ended with ${server.exitCode}`);
    const socket = connect(port, "127.0.0.1");
    const isOpen = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
    await wait(20);
  }
}

/** An rsyslog on the loopback address that receives over TLS. Nothing in /etc is read or touched. */
export class Rsyslog implements AsyncDisposable {
  readonly port: number;
  readonly #folder: string;
  #server: ChildProcess | null = null;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.port = port;
  }

  /** @param folder with `ca.pem`, `server.pem` and `server.key`. @throws Error when it does not start */
  static async start(folder: string): Promise<Rsyslog> {
    requireTool("rsyslogTls");
    const made = new Rsyslog(folder, await freeTcpPort());
    writeFileSync(path.join(folder, "rsyslog.conf"), configuration(folder, made.port));
    await made.begin();
    return made;
  }

  async begin(): Promise<void> {
    const [conf, pid] = ["rsyslog.conf", "rsyslog.pid"].map((name) => path.join(this.#folder, name)) as [
      string,
      string,
    ];
    this.#server = spawn(requireTool("rsyslog"), ["-n", "-f", conf, "-i", pid], { stdio: "ignore" });
    await answers(this.port, this.#server);
  }

  async end(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server?.exitCode !== null) return;
    server.kill(signal);
    await once(server, "exit");
  }

  /** The lines that were received. */
  received(): string[] {
    const file = path.join(this.#folder, "received.log");
    return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.end();
  }
}
