import type { Page } from "@playwright/test";

/** Called at each screen, once it is there. */
export type Visit = (page: Page, screen: string) => Promise<void>;
