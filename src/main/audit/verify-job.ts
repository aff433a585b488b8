import type { ChainReport } from "#shared/contract/audit.ts";
import type { CallOptions } from "../base/ports.ts";
import { viewAt } from "../store/open.ts";
import type { StoreAddress } from "../store/store.ts";
import { withKeys } from "../keys/keys.ts";
import { withRetiredKeys } from "../keys/retired.ts";
import { verifyChain } from "./verify.ts";

export interface VerifyAuditInput {
  store: StoreAddress;
  dataKey: Uint8Array;
}

/** Verifies the chain as it is now, in one read transaction, while the store is used. For a worker. */
export async function verifyAuditJob(input: VerifyAuditInput, context: Required<CallOptions>): Promise<ChainReport> {
  return withKeys(input.dataKey, async (keys) => {
    const frozen = await viewAt(input.store);
    try {
      return await verifyChain(frozen.db, await withRetiredKeys(frozen.db, keys), context);
    } finally {
      await frozen.close();
    }
  });
}
