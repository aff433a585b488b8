import { cpSync, readFileSync } from "node:fs";
import { withWorkspace } from "#main/files/workspace.ts";
import { newId } from "#main/base/ids.ts";
import { addressIn } from "#main/store/open.ts";
import { ImportId } from "#shared/model/ids.ts";
import { newJobs, Site } from "../../support/backups.ts";
import { sampleTime } from "../../support/sample-store.ts";

/** What a test tells this process to do, as JSON in its first argument. */
export interface Work {
  dataDir: string;
  /** The table. */
  file: string;
  /** File that holds the data key. */
  dataKeyFile: string;
  /** Copied to `dataDir` first. */
  copyFrom?: string;
}

const work = JSON.parse(process.argv[2] ?? "") as Work;
const actor = { id: "0197a000-0000-7000-8000-000000000000", name: "Olga" };

async function perform(): Promise<void> {
  const { dataDir, file, dataKeyFile } = work;
  const site = await Site.open(dataDir);
  const jobs = newJobs();
  try {
    const { sums } = await withWorkspace(dataDir, (workspace) =>
      jobs.run(
        "import.run",
        {
          store: addressIn(dataDir),
          workspace,
          file,
          header: true,
          mapping: { username: 0, name: 1, groups: 2 },
          rows: "all",
          matchBy: "username",
          update: true,
          accept: [],
          createGroups: true,
          report: null,
          dataKey: readFileSync(dataKeyFile),
          actor,
          at: sampleTime + 60_000,
          importId: newId(ImportId, sampleTime),
          digest: null,
        },
        { onProgress: ({ phase, done, total }) => console.log(`progress ${phase} ${done} ${total}`) },
      ),
    );
    console.log(`result done ${sums.create} ${sums.update}`);
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
