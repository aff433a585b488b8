import type { RetentionRules } from "#shared/model/backups.ts";

/** A backup as the rules see it. */
export interface Kept {
  /** UTC milliseconds. */
  createdAt: number;
  pinned: boolean;
  proven: boolean;
}

type Period = (date: Date) => string;

const day: Period = (date) => `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;

/** The Thursday of an ISO 8601 week tells which year the week belongs to. */
function week(date: Date): string {
  const thursday = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 4 - (date.getDay() || 7));
  return day(thursday);
}

const periods: Record<Exclude<keyof RetentionRules, "last">, Period> = {
  hourly: (date) => `${day(date)} ${date.getHours()}`,
  daily: day,
  weekly: week,
  monthly: (date) => `${date.getFullYear()}-${date.getMonth()}`,
  yearly: (date) => `${date.getFullYear()}`,
};

/** The newest of each of the last `count` periods that have one, in local time. */
function newestOfEach(sorted: readonly Kept[], period: Period, count: number): Kept[] {
  const seen = new Set<string>();
  const kept: Kept[] = [];
  for (const one of sorted) {
    if (seen.size >= count) break;
    const name = period(new Date(one.createdAt));
    if (seen.has(name)) continue;
    seen.add(name);
    kept.push(one);
  }
  return kept;
}

/**
 * Which backups stay, by restic's rules (`restic forget`): each rule keeps some, and what none keeps is removed.
 * Without any rule all stay. A pinned one always stays, and so does the newest test-restored one.
 *
 * @returns for each backup, in the order given, why it stays; empty: it is removed
 */
export function decide(backups: readonly Kept[], rules: RetentionRules): string[][] {
  const reasons = new Map<Kept, string[]>(backups.map((one) => [one, []]));
  const give = (kept: readonly Kept[], reason: string): void => {
    for (const one of kept) reasons.get(one)?.push(reason);
  };
  const sorted = backups.toSorted((a, b) => b.createdAt - a.createdAt);
  give(
    backups.filter(({ pinned }) => pinned),
    "pinned",
  );
  give(sorted.filter(({ proven }) => proven).slice(0, 1), "newest proven");
  if (Object.values(rules).every((count) => count === 0)) give(backups, "no rule");
  give(sorted.slice(0, rules.last), "last");
  for (const [rule, period] of Object.entries(periods)) {
    give(newestOfEach(sorted, period, rules[rule as keyof typeof periods]), rule);
  }
  return backups.map((one) => reasons.get(one) ?? []);
}
