import type * as Age from "./age.ts";

/** Keys of backups. An eighth of the console's code, most of it cryptography, and few starts need it. */
export const loadAge = (): Promise<typeof Age> => import("./age.ts");
