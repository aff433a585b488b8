/** The parts of the page, as its address names them. */
export const tabs = ["overview", "locations", "backup-keys", "schedule", "create", "verify", "restore"] as const;
export type TabName = (typeof tabs)[number];

/** The address of a part of the page. */
export const tabPath = (tab: TabName): string => `/backup?tab=${tab}`;

/** The part that an address names; the first one if it names none. */
export const tabOf = (parameters: URLSearchParams): TabName =>
  tabs.find((tab) => tab === parameters.get("tab")) ?? "overview";
