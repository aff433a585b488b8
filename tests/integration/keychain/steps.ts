// Run in a session of its own by keytar.test.ts: does the steps named as arguments, prints one JSON array of outcomes.
import { execFileSync } from "node:child_process";
import { keychainState } from "#main/keychain/describe.ts";
import { exitProcess } from "#main/exit.ts";
import { keytarStore } from "#main/keychain/keytar.ts";
import { AppError } from "#shared/errors.ts";
import { say, sayAll } from "#shared/texts/say.ts";

const store = keytarStore("Countersign test", { timeLimit: Number(process.env["TIME_LIMIT"] ?? "5000") });
const secret = Buffer.from([0, 255, 10, 13, ...Buffer.from("päss"), 0]);
const service = ["--session", "--print-reply", "--dest=org.freedesktop.secrets", "/org/freedesktop/secrets"];

function daemonPid(): number {
  const method = "org.freedesktop.DBus.GetConnectionUnixProcessID";
  const call = ["--session", "--print-reply=literal", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus", method];
  const reply = execFileSync("dbus-send", [...call, "string:org.freedesktop.secrets"], { encoding: "utf8" });
  return Number(/uint32 (\d+)/u.exec(reply)?.[1]);
}

const steps: Record<string, (account: string) => unknown> = {
  set: (account) => store.set(account, secret),
  replace: (account) => store.set(account, Buffer.from("other")),
  get: async (account) => (await store.get(account))?.toString("hex") ?? null,
  delete: (account) => store.delete(account),
  state: (account) => keychainState(store, account === "" ? [] : [account]),
  lock: () => {
    const collection = "array:objpath:/org/freedesktop/secrets/collection/login";
    execFileSync("dbus-send", [...service, "org.freedesktop.Secret.Service.Lock", collection]);
  },
  /** @returns the daemon's process id: whoever stopped it must end it */
  stop: () => {
    const pid = daemonPid();
    process.kill(pid, "SIGSTOP");
    return pid;
  },
  kill: () => process.kill(daemonPid(), "SIGKILL"),
  twice: async (account) => {
    const started = performance.now();
    const outcomes = await Promise.allSettled([store.get(account), store.get(account)]);
    return { outcomes: outcomes.map(({ status }) => status), took: performance.now() - started };
  },
};

const outcomes: unknown[] = [];
for (const step of process.argv.slice(2)) {
  const [name = "", account = ""] = step.split(":");
  try {
    outcomes.push(sayAll((await steps[name]?.(account)) ?? null));
  } catch (error) {
    outcomes.push(error instanceof AppError ? { code: error.code, message: say(error.text) } : String(error));
  }
}
process.stdout.write(`${JSON.stringify(outcomes)}\n`, () => exitProcess(7));
