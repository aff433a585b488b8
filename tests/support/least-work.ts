import type { Argon2Cost } from "#main/base/ports.ts";

/** The least that a store may ask of Argon2id, where a test is about something else. */
export const leastCost: Argon2Cost = { memoryCost: 8192, timeCost: 1, parallelism: 1 };

/** Base-2 logarithm of the cost of a backup's passphrase, where a test is about something else: a second less a file. */
export const leastWork = 8;
