/** The result of one stage of `npm test`. */
export interface Tally {
  passed: number;
  failed: number;
  /** What was skipped, by name. */
  skipped: string[];
  /** What a person must read: failures, and why something did not run. */
  problems: string[];
}

export const nothing: Tally = { passed: 0, failed: 0, skipped: [], problems: [] };

export function passed(count = 1): Tally {
  return { ...nothing, passed: count };
}

export function failed(problem: string): Tally {
  return { ...nothing, failed: 1, problems: [problem] };
}

export function add(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: [...a.skipped, ...b.skipped],
    problems: [...a.problems, ...b.problems],
  };
}

/** If nothing may be skipped, each skipped test counts as failed. */
export function refuseSkips(tally: Tally): Tally {
  return {
    passed: tally.passed,
    failed: tally.failed + tally.skipped.length,
    skipped: [],
    problems: [...tally.problems, ...tally.skipped.map((name) => `skipped, which is not allowed here: ${name}`)],
  };
}

/** "12 passed, 0 failed", with ", 3 skipped" only if there were any. */
export function summary(tally: Tally): string {
  const counts = `${tally.passed} passed, ${tally.failed} failed`;
  return tally.skipped.length === 0 ? counts : `${counts}, ${tally.skipped.length} skipped`;
}
