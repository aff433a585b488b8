import { cpSync, readdirSync, readFileSync } from "node:fs";
import { publish } from "#main/files/durable.ts";
import { withPartial, withWorkspace } from "#main/files/workspace.ts";
import { addressIn } from "#main/store/open.ts";
import { newJobs, Site, strayNames } from "../../support/backups.ts";
import { sampleTime } from "../../support/sample-store.ts";

/** What a test tells this process to do, as JSON in its first argument. */
export interface Work {
  dataDir: string;
  dataKeyFile: string;
  format: string;
  settings: Record<string, string>;
  encryptTo: string[];
  /** The file to write, in a folder whose names are told at the end. */
  to: string;
  folder: string;
  /** Copied to `dataDir` first. */
  copyFrom?: string;
}

const work = JSON.parse(process.argv[2] ?? "") as Work;

async function perform(): Promise<void> {
  const { dataDir, dataKeyFile, format, settings, encryptTo, to } = work;
  const site = await Site.open(dataDir);
  const jobs = newJobs();
  try {
    await withWorkspace(dataDir, (workspace) =>
      withPartial(workspace, to, async (target) => {
        await jobs.run(
          "targets.export",
          {
            store: addressIn(dataDir),
            dataKey: readFileSync(dataKeyFile),
            format,
            settings,
            selection: { filter: { status: "active" } },
            system: null,
            now: sampleTime + 60_000,
            target,
            to,
            workspace,
            encryptTo,
          },
          { onProgress: ({ phase, done, total }) => console.log(`progress ${phase} ${done} ${total}`) },
        );
        await publish(target, to, false);
      }),
    );
    console.log("result done");
  } finally {
    await jobs.close();
    await site.close();
  }
}

if (work.copyFrom !== undefined) cpSync(work.copyFrom, work.dataDir, { recursive: true });
try {
  await perform();
} catch (thrown) {
  console.log(`result ${(thrown as { code?: string }).code ?? String(thrown)}`);
}
console.log(`stray ${JSON.stringify(strayNames(work.dataDir))}`);
console.log(`list ${JSON.stringify(readdirSync(work.folder))}`);
