/** `ada, grace` or a line for each -> `["ada", "grace"]`. */
export const usernamesOf = (typed: string): string[] =>
  typed
    .split(/[\n,;]/u)
    .map((name) => name.trim())
    .filter((name) => name !== "");
