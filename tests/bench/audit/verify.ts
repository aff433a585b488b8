import { createHmac, createSecretKey, randomBytes } from "node:crypto";
import { encodeEvent, genesis } from "#main/audit/chain.ts";
import { verifyAuditJob } from "#main/audit/verify-job.ts";
import { readAuditChain } from "#main/store/console/audit-events.ts";
import type { Figure } from "../../../scripts/lib/measure.ts";
import { makeSample, type Sample, sampleFolder } from "../../support/sample-store.ts";

const events = 1_000_000;

/** What is sealed of every event, as the chain encodes it. */
async function encodedAll({ store }: Sample): Promise<string[]> {
  const found: string[] = [];
  while (found.length < events) {
    for (const { mac: _mac, ...facts } of await readAuditChain(store.db, found.length, 10_000)) {
      found.push(encodeEvent(facts));
    }
  }
  return found;
}

/** What any check of a chain of seals costs: one HMAC-SHA-256 over each event and the seal before. */
function bareLoop(encoded: readonly string[]): void {
  const key = createSecretKey(randomBytes(32));
  let previous: Buffer = genesis;
  for (const event of encoded) previous = createHmac("sha256", key).update(previous).update(event).digest();
}

/** What verifying the whole log costs, as the worker does it, against the seals alone. */
export async function verifyFigures(): Promise<{ figures: Figure[]; close: () => Promise<void> }> {
  const { folder, remove } = sampleFolder("bench-audit");
  const sample = await makeSample(folder, { users: 0, events });
  const encoded = await encodedAll(sample);
  const context = { signal: new AbortController().signal, onProgress: () => undefined };
  const verify = async (): Promise<void> => {
    const input = { store: sample.store.address, dataKey: Uint8Array.from(sample.dataKey) };
    const report = await verifyAuditJob(input, context);
    if (!report.valid || report.events !== events) throw new Error(JSON.stringify(report));
  };
  return {
    figures: [
      {
        name: "verifying 1,000,000 audit events / a bare HMAC-SHA-256 loop over the same bytes",
        ours: verify,
        baseline: () => bareLoop(encoded),
        limit: 1.5,
        unit: "s",
        rounds: 3,
      },
    ],
    close: async () => {
      await sample.store.close();
      remove();
    },
  };
}
