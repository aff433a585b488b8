import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { connect } from "node:net";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Notice, SingleInstance } from "../../../src/chromium-host/app/single-instance.ts";

const source = join(import.meta.dirname, "../../../src/chromium-host/app/single-instance.ts");
const notice: Notice = { argv: ["node", "app"], workingDirectory: "/", additionalData: { n: 1 } };
const ignore = (): void => undefined;
const held: SingleInstance[] = [];
let folder: string;

function instance(): SingleInstance {
  const made = new SingleInstance();
  held.push(made);
  return made;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "instance-"));
});
afterEach(() => {
  for (const each of held.splice(0)) each.release();
  rmSync(folder, { recursive: true });
});

/** A process that takes the lock, says so, and stays. */
const holder = `
import { SingleInstance } from ${JSON.stringify(source)};
const got = new SingleInstance().acquire(process.argv[1], { argv: [], workingDirectory: "", additionalData: null }, () => {});
process.stdout.write(String(got));
if (process.argv[2] === "stay") setInterval(() => {}, 1000);
`;
const holderArguments = (mode: string) => ["--input-type=module", "--eval", holder, folder, mode];

test("the second instance is refused and the first hears of it", async () => {
  const heard = Promise.withResolvers<Notice>();
  expect(instance().acquire(folder, notice, heard.resolve)).toBe(true);
  const second = instance();
  expect(second.acquire(folder, { ...notice, argv: ["node", "app", "--more"] }, ignore)).toBe(false);
  await second.notified;
  expect(await heard.promise).toEqual({ ...notice, argv: ["node", "app", "--more"] });
  expect(second.isHeld).toBe(false);
});

test("the first instance keeps what it has, and gives it back", () => {
  const first = instance();
  expect(first.acquire(folder, notice, ignore)).toBe(true);
  expect(first.acquire(folder, notice, ignore)).toBe(true);
  first.release();
  expect(instance().acquire(folder, notice, ignore)).toBe(true);
});

test("another folder is another app", () => {
  const other = mkdtempSync(join(tmpdir(), "instance-"));
  expect(instance().acquire(folder, notice, ignore)).toBe(true);
  expect(instance().acquire(other, notice, ignore)).toBe(true);
  rmSync(other, { recursive: true });
});

test("a process that was killed leaves no lock behind", async () => {
  const child = spawn(process.execPath, holderArguments("stay"), { stdio: ["ignore", "pipe", "inherit"] });
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  expect(String(said)).toBe("true");
  const refused = instance();
  expect(refused.acquire(folder, notice, ignore)).toBe(false);
  await refused.notified;
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(instance().acquire(folder, notice, ignore)).toBe(true);
});

test("of many that start at once, one is first", async () => {
  const run = promisify(execFile);
  const first = instance();
  expect(first.acquire(folder, notice, ignore)).toBe(true);
  const outcomes = await Promise.all(
    [1, 2, 3].map(() => run(process.execPath, holderArguments("leave")).then(({ stdout }) => stdout)),
  );
  expect(outcomes).toEqual(["false", "false", "false"]);
});

test("a folder with a long path can be locked as well", () => {
  const long = join(folder, "x".repeat(120));
  expect(instance().acquire(long, notice, ignore)).toBe(true);
  expect(instance().acquire(long, notice, ignore)).toBe(false);
});

test("a message without the key is not heard", async () => {
  const heard: Notice[] = [];
  expect(instance().acquire(folder, notice, (received) => heard.push(received))).toBe(true);
  const key = readFileSync(join(folder, "instance.key"), "utf8");
  const address = `\0countersign-${createHash("sha256").update(key).digest("hex")}`;
  const say = async (text: string): Promise<void> => {
    const socket = connect(address, () => socket.end(text));
    socket.resume();
    await once(socket, "close");
  };
  await say(`wrong\n${JSON.stringify(notice)}`);
  await say(JSON.stringify(notice));
  expect(heard).toEqual([]);
  await say(`${key}\n${JSON.stringify(notice)}`);
  expect(heard).toEqual([notice]);
});

test("the key is the owner's only", () => {
  instance().acquire(folder, notice, ignore);
  expect(statSync(join(folder, "instance.key")).mode & 0o777).toBe(0o600);
});
