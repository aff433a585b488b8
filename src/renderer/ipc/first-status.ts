import { call } from "./client.ts";

/**
 * Asked for while the rest of the first screen is still being read, so that it is shown at once and not after a
 * waiting screen.
 */
export const firstStatus = call("system.status", {});

// Whoever shows the window asks again and tells why there is no answer.
firstStatus.catch(() => undefined);
