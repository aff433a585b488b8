import { type SeedResult, type SeedSums, SeedVerdict } from "#shared/contract/seeds.ts";

/** What becomes of the entries of a file: how many of each, and the first ones. */
export class Results {
  readonly #most: number;
  readonly #told: SeedResult[] = [];
  readonly #counts: Record<SeedVerdict, number> = { create: 0, unchanged: 0, leftOut: 0, refused: 0 };
  #inventory = 0;

  /** @param most how many of each verdict are kept; null: all */
  constructor(most: number | null) {
    this.#most = most ?? Number.POSITIVE_INFINITY;
  }

  add(result: SeedResult): void {
    const { verdict, into } = result;
    this.#counts[verdict] += 1;
    if (verdict === "create" && into === "inventory") this.#inventory += 1;
    if (this.#counts[verdict] <= this.#most) this.#told.push(result);
  }

  get entries(): number {
    return SeedVerdict.options.reduce((sum, verdict) => sum + this.#counts[verdict], 0);
  }

  /** In the file's order. */
  get told(): SeedResult[] {
    return this.#told;
  }

  /** @param people how many are created */
  sums(people: number): SeedSums {
    return { entries: this.entries, ...this.#counts, inventory: this.#inventory, people };
  }
}
