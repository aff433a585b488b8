import { cpSync, globSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { base32nopad } from "@scure/base";
import { makeIdentity } from "#main/backups/archive/age.ts";
import { seedPlace } from "#main/keys/keys.ts";
import { newFolder, Site, strayNames } from "../../support/backups.ts";
import { startChild } from "../../support/processes.ts";
import { makeSample, sampleFolder } from "../../support/sample-store.ts";
import { smallDisksMissing, withSmallDisk } from "../../support/small-disk.ts";
import type { Work } from "./export.child.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const script = new URL("export.child.ts", import.meta.url);
const people = 2500;
/** Of the first of them. */
const planted = Buffer.from("a seed that is known");

let folder: string;
let remove: () => void;
let pristine: string;
let dataKeyFile: string;
let recipient = "";
let runs = 0;

beforeAll(async () => {
  ({ folder, remove } = sampleFolder("export"));
  pristine = join(folder, "pristine");
  const sample = await makeSample(pristine, { users: people, events: 10 });
  await sample.store.write(async (tx) => {
    const { id } = await tx
      .selectFrom("tokens")
      .innerJoin("users", "users.id", "tokens.user_id")
      .select("tokens.id")
      .where("username", "=", "user000000")
      .executeTakeFirstOrThrow();
    const seed = sample.keys.seal(seedPlace("tokens", id), planted);
    await tx.updateTable("tokens").set({ seed }).where("id", "=", id).execute();
  });
  await sample.store.close();
  dataKeyFile = join(folder, "data.key");
  writeFileSync(dataKeyFile, sample.dataKey);
  ({ recipient } = await makeIdentity());
});
afterAll(() => remove());

const forms = [
  { format: "otpauth", settings: {} },
  { format: "google-authenticator", settings: {} },
  // One of its files is larger than what waits in memory.
  { format: "freeipa", settings: { passphrase: "six plain words are enough here" } },
];

function newWork(form: (typeof forms)[number]): Work {
  const place = newFolder(folder, `run-${(runs += 1)}`);
  const dataDir = join(place, "data");
  cpSync(pristine, dataDir, { recursive: true });
  const out = newFolder(place, "out");
  return { ...form, dataDir, dataKeyFile, encryptTo: [recipient], to: join(out, "keys.age"), folder: out };
}

const spellings = [
  planted,
  Buffer.from(base32nopad.encode(planted)),
  Buffer.from(planted.toString("hex")),
  Buffer.from(planted.toString("base64")),
];

/** Files in which the planted seed stands as it is. */
const readable = (place: string): string[] =>
  globSync("**/*", { cwd: place })
    .map((name) => join(place, name))
    .filter((file) => statSync(file).isFile())
    .filter((file) => spellings.some((one) => readFileSync(file).includes(one)));

describe.each(forms)("an encrypted export as $format", (form) => {
  // A fast machine may have written all of it by then.
  test.each([1, 2, 4])("that is killed at message %i leaves nothing, and nothing to read meanwhile", async (nth) => {
    const work = newWork(form);
    const child = startChild(script, [JSON.stringify(work)]);
    const reached = await child.line((line) => line.startsWith("progress seeds "), nth);
    if (reached !== null) child.process.kill("SIGKILL");
    await child.ended;
    expect(readable(join(work.dataDir, ".."))).toEqual([]);
    const site = await Site.open(work.dataDir);
    await site.close();
    expect(strayNames(work.dataDir)).toEqual([]);
    const left = readdirSync(work.folder);
    expect(left.filter((name) => name !== "keys.age")).toEqual([]);
    rmSync(join(work.dataDir, ".."), { recursive: true });
  });

  test("that is not killed is there, and nothing else", async () => {
    const work = newWork(form);
    const child = startChild(script, [JSON.stringify(work)]);
    expect(await child.line((line) => line.startsWith("result "))).toBe("result done");
    expect(await child.line((line) => line.startsWith("stray "))).toBe("stray []");
    expect(await child.line((line) => line.startsWith("list "))).toBe('list ["keys.age"]');
    await child.ended;
    expect(readable(join(work.dataDir, ".."))).toEqual([]);
    expect(statSync(work.to).mode & 0o777).toBe(0o600);
  });
});

describe.skipIf(smallDisksMissing())("a disk that fills up", () => {
  test.each(forms)("leaves nothing of $format", async (form) => {
    const work = newWork(form);
    const mounted = newFolder(work.folder, "disk");
    const inside = { ...work, to: join(mounted, "keys.age"), folder: mounted };
    const child = startChild(script, [JSON.stringify(inside)], { prefix: withSmallDisk(mounted, "size=64k") });
    expect(await child.line((line) => line.startsWith("result "))).toBe("result DISK_FULL");
    expect(await child.line((line) => line.startsWith("stray "))).toBe("stray []");
    expect(await child.line((line) => line.startsWith("list "))).toBe("list []");
    expect(await child.ended).toBe(0);
  });
});
