import type * as contract from "./contract.ts";

type Contract = typeof contract;

let known: Contract | null = null;

/**
 * The contract's schemas, which are half of what the window consists of: the first screen is shown before they are
 * read.
 */
export async function readContract(): Promise<Contract> {
  return (known ??= await import("./contract.ts"));
}

/** null: not read yet. */
export const contractIfRead = (): Contract | null => known;
