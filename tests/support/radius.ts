import { execFile, spawn, type ChildProcess } from "node:child_process";
import { createSocket } from "node:dgram";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { requireTool } from "./tools.ts";

const secret = "testing123";

/** A port of the loopback address that nothing listens on. */
async function freePort(): Promise<number> {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}

/** As docs/formats/freeradius.md tells people to set the server up. */
const configuration = (folder: string, port: number): string => `
prefix = /usr
libdir = /usr/lib/freeradius
raddbdir = ${folder}
logdir = ${folder}
run_dir = ${folder}
name = countersign
log {
  destination = stdout
}
security {
  reject_delay = 0
  allow_vulnerable_openssl = yes
}
client localhost {
  ipaddr = 127.0.0.1
  secret = ${secret}
}
modules {
  files {
    filename = ${folder}/users
  }
  totp {
  }
}
server default {
  listen {
    type = auth
    ipaddr = 127.0.0.1
    port = ${port}
  }
  authorize {
    files
    if (&control:TOTP-Secret) {
      update request {
        &TOTP-Password := &User-Password
      }
      update control {
        &Auth-Type := TOTP
      }
    }
  }
  authenticate {
    Auth-Type TOTP {
      totp
    }
  }
}
`;

/** @throws Error with what the server said, when it does not start */
function started(server: ChildProcess): Promise<void> {
  let said = "";
  return new Promise((resolve, reject) => {
    server.stdout?.setEncoding("utf8").on("data", (part: string) => {
      said += part;
      if (said.includes("Ready to process requests")) resolve();
    });
    server.once("error", reject);
    server.once("exit", () => reject(new Error(`freeradius ended: ${said}`)));
  });
}

export interface Radius extends AsyncDisposable {
  /** Whether a code lets somebody in. */
  lets(user: string, code: string): Promise<boolean>;
}

/**
 * A FreeRADIUS on the loopback address with rlm_totp and the file `users` of a folder. Nothing in /etc is read or touched.
 *
 * @throws Error with what the server said, when it does not start
 */
export async function radius(folder: string): Promise<Radius> {
  requireTool("freeradius");
  const radclient = requireTool("radclient");
  const port = await freePort();
  writeFileSync(path.join(folder, "radiusd.conf"), configuration(folder, port));
  const args = ["-f", "-l", "stdout", "-d", folder, "-n", "radiusd"];
  const server = spawn("/usr/sbin/freeradius", args, { stdio: ["ignore", "pipe", "pipe"] });
  await started(server);
  const quoted = (value: string): string => `"${value.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;
  return {
    async lets(user, code) {
      // A rejection is an exit code of its own.
      const asked = promisify(execFile)(radclient, ["-x", "-r", "1", "-t", "20", `127.0.0.1:${port}`, "auth", secret]);
      asked.child.stdin?.end(`User-Name = ${quoted(user)}\nUser-Password = ${quoted(code)}\n`);
      const said = await asked.then(
        ({ stdout }) => stdout,
        (thrown: { stdout?: string; stderr?: string }) => `${thrown.stdout}${thrown.stderr}`,
      );
      const answer = /Received Access-(Accept|Reject)/u.exec(said)?.[1];
      if (answer === undefined) throw new Error(`freeradius did not answer: ${said}`);
      return answer === "Accept";
    },
    async [Symbol.asyncDispose]() {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGTERM");
      await ended;
    },
  };
}
