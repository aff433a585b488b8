import { readFileSync } from "node:fs";
import type { Progress } from "#shared/contract/audit.ts";
import { type Into, LetterDesk } from "../../../support/letter-desk.ts";
import { AppError } from "#shared/errors.ts";
import { say } from "#shared/texts/say.ts";

/** What a test tells this process to do, as JSON in its first argument. */
export interface Work {
  dataDir: string;
  dataKeyFile: string;
  into: Into;
}

const work = JSON.parse(process.argv[2] ?? "") as Work;
const desk = await LetterDesk.open(work.dataDir, readFileSync(work.dataKeyFile));
const onProgress = ({ phase, done, total }: Progress): void => console.log(`progress ${phase} ${done} ${total}`);
try {
  const { pages } = await desk.issue(work.into, { onProgress });
  console.log(`result ${pages}`);
} catch (thrown) {
  console.log(`result ${thrown instanceof AppError ? `${thrown.code} ${say(thrown.text)}` : String(thrown)}`);
}
console.log(`kept ${JSON.stringify(await desk.kept())}`);
await desk.close();
