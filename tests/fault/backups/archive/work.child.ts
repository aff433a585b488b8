import { cpSync, readdirSync, readFileSync } from "node:fs";
import { createBackup } from "#main/backups/archive/create.ts";
import { verifyBackup } from "#main/backups/archive/verify.ts";
import type { CallOptions } from "#main/base/ports.ts";
import { later, newJobs, passphrase, Site, strayNames } from "../../../support/backups.ts";
import { AppError } from "#shared/errors.ts";
import { say } from "#shared/texts/say.ts";

/** What a test tells this process to do, as JSON in its first argument. */
export interface Work {
  task: "create" | "verify" | "restore";
  dataDir: string;
  file: string;
  /** File that holds the data key; for "create", and for "restore" that of the store that it replaces. */
  dataKeyFile?: string;
  /** For "create"; the passphrase when left out. */
  recipients?: readonly string[];
  /** Copied to `dataDir` first. */
  copyFrom?: string;
  /** Folder whose names are told at the end. */
  list?: string;
}

const work = JSON.parse(process.argv[2] ?? "") as Work;

const options: CallOptions = {
  onProgress: ({ phase, done, total }) => console.log(`progress ${phase} ${done} ${total}`),
};

async function perform(): Promise<void> {
  const { task, dataDir, file } = work;
  if (task === "restore") {
    const site = await Site.open(dataDir);
    console.log("open");
    try {
      const key = work.dataKeyFile === undefined ? null : readFileSync(work.dataKeyFile);
      await site.restore(file, options, passphrase, key);
    } finally {
      const row = await site.store?.db.selectFrom("console").select("organisation").executeTakeFirst();
      console.log(`store ${row?.organisation}`);
      await site.close();
    }
    return;
  }
  const jobs = newJobs();
  try {
    if (task === "verify") await verifyBackup({ dataDir, jobs }, { file, opening: { passphrase } }, options);
    else {
      const dataKey = readFileSync(work.dataKeyFile ?? "");
      const protection = work.recipients ? { recipients: work.recipients } : { passphrase };
      await createBackup({ dataDir, jobs, clock: later, dataKey }, { file, protection }, options);
    }
  } finally {
    await jobs.close();
  }
}

if (work.copyFrom !== undefined) cpSync(work.copyFrom, work.dataDir, { recursive: true });
try {
  await perform();
  console.log("result done");
} catch (thrown) {
  console.log(`result ${thrown instanceof AppError ? `${thrown.code} ${say(thrown.text)}` : String(thrown)}`);
}
console.log(`stray ${JSON.stringify(strayNames(work.dataDir))}`);
if (work.list !== undefined) console.log(`list ${JSON.stringify(readdirSync(work.list))}`);
