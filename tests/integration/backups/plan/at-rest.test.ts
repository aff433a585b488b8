import { globSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createLogger } from "#main/system/logger.ts";
import { bucketAt } from "../../../support/destinations.ts";
import { enrol, openHarness, setUp, temporaryFolder } from "../../../support/harness.ts";
import { bucketName, serverKeys, startFauxS3 } from "../../../support/s3-servers.ts";

/** A file that is removed meanwhile, by the job that is watched, is not there any more. */
function contentOf(file: string): Buffer | undefined {
  try {
    return statSync(file).isFile() ? readFileSync(file) : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

const contents = (folder: string): { file: string; content: Buffer }[] =>
  globSync("**/*", { cwd: folder }).flatMap((name) => {
    const file = join(folder, name);
    const content = contentOf(file);
    return content ? [{ file, content }] : [];
  });

it("no identity and no access key stands in any file of the console, nor in the audit; the keychain has the keys", async () => {
  const dataDir = temporaryFolder();
  const server = await startFauxS3();
  onTestFinished(() => server.close());
  const harness = await openHarness({ dataDir, logger: createLogger({ dir: join(dataDir, "logs") }) });
  await setUp(harness);
  await enrol(harness, "ann");
  const { identity } = await harness.call("recipients.make", { name: "Safe" });
  const disk = join(temporaryFolder(), "disk");
  mkdirSync(disk);
  await harness.call("destinations.add", { name: "Disk", settings: { kind: "folder", path: disk }, keys: null });
  const keys = { ...serverKeys, secretAccessKey: "a-secret-key-that-is-easy-to-find" };
  const settings = bucketAt(`http://127.0.0.1:${server.port}`, { bucket: bucketName });
  const bucket = await harness.call("destinations.add", { name: "Bucket", settings, keys });
  const during: { file: string; content: Buffer }[] = [];
  await harness.call("backupPlan.run", {}, harness.caller, {
    onProgress: ({ phase }) => {
      if (phase === "decrypt" || phase === "seeds") during.push(...contents(dataDir));
    },
  });
  expect(during.length).toBeGreaterThan(5);
  await harness.refuse("recipients.prove", { identity: `${identity.slice(0, -3)}QQQ` });
  await harness.refuse("destinations.add", {
    name: "Nowhere",
    settings: bucketAt("http://127.0.0.1:9", { bucket: bucketName }),
    keys,
  });
  const { rows } = await harness.call("audit.list", { limit: 200 });
  const files = [...during, ...contents(dataDir), ...contents(disk)];
  const needles = ["AGE-SECRET-KEY", "age-secret-key", keys.secretAccessKey, identity.slice(15, 50)];
  const found = needles.flatMap((needle) => [
    ...(JSON.stringify(rows).includes(needle) ? [`${needle} in the audit`] : []),
    ...files.filter(({ content }) => content.includes(needle)).map(({ file }) => `${needle} in ${file}`),
  ]);
  expect(found).toEqual([]);

  const account = `destination-${bucket.id}`;
  expect((await harness.keychain.get(account))?.toString()).toContain(keys.secretAccessKey);
  await harness.call("destinations.remove", { id: bucket.id });
  expect(await harness.keychain.get(account)).toBeNull();
});
