import { mkdirSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { v7 as uuidv7 } from "uuid";
import { openRaw } from "#main/store/sqlite/open.ts";
import type { Raw } from "#main/store/sqlite/connection.ts";
import { exportJob, preflightJob } from "#main/targets/export-job.ts";
import { recordJob } from "#main/targets/record-job.ts";
import type { ForTarget } from "#main/targets/reach.ts";
import { TargetId } from "#shared/model/ids.ts";
import { type Figure, percentile } from "../../../scripts/lib/measure.ts";
import { sampleTime } from "../../support/sample-store.ts";
import { exportInput } from "./export-seeds.ts";
import { actor, context, elapsed, keyFor, keysOf, type Made } from "./stores.ts";

const changed = 1000;
/** So many make one figure: the 99th percentile of fewer is their maximum. */
const times = 100;

const id = TargetId.parse(uuidv7());
const system: ForTarget = { id, group: null, what: "changes", asUsual: true };

/** A system that was handed everything: what `recordJob` would have written, by one statement. */
function handEverything(raw: Raw): void {
  raw
    .prepare(
      "INSERT INTO targets (id, name, name_key, format, settings, created_at, exported_at) VALUES (?, 'VPN', 'vpn', 'otpauth', '{}', 1, 1)",
    )
    .run(id);
  raw
    .prepare(
      `INSERT INTO target_tokens (target_id, token_id, user_id, username, label, serial, facts, exported_at)
       SELECT ?, t.id, u.id, u.username, t.label, t.made,
         json_array(u.username, u.email, u.external_id, u.username, t.made), 1
       FROM (SELECT *, 'CSGN' || upper(substr(id, -8)) AS made FROM tokens) t JOIN users u ON u.id = t.user_id`,
    )
    .run(id);
  raw.prepare("DELETE FROM target_marks").run();
}

class Deltas {
  readonly #made: Made;
  readonly #folder: string;
  readonly #raw: Raw;
  readonly #people: number;
  #round = 0;

  constructor(made: Made, folder: string, raw: Raw, people: number) {
    this.#made = made;
    this.#folder = folder;
    this.#raw = raw;
    this.#people = people;
  }

  /** People all over the directory get another name. @returns whose names */
  change(): number[] {
    const round = (this.#round += 1);
    const step = Math.floor(this.#people / changed);
    const pks = Array.from({ length: changed }, (_, n) => n * step + (round % step) + 1);
    const rename = this.#raw.prepare("UPDATE users SET username = ?, username_key = ? WHERE pk = ?");
    this.#raw.transaction(() => {
      for (const pk of pks) rename.run(`renamed${round}-${pk}`, `renamed${round}-${pk}`, pk);
    })();
    return pks;
  }

  /** @param workspace for what a hand-over has to remember */
  #input(workspace: string) {
    const to = join(this.#folder, `delta-${this.#round}`);
    return { ...exportInput(this.#made, to, "otpauth", workspace), system };
  }

  /** What `targets.show` does. @returns ms */
  async look(): Promise<number> {
    this.change();
    const took = await elapsed(async () => {
      const { differences } = await preflightJob(this.#input(""), context);
      if (differences.changed !== changed) throw new Error(`${differences.changed} have changed`);
    });
    await this.#handOver();
    return took;
  }

  /** What a hand-over does up to the file, and then up to its being remembered. @returns ms for each */
  async #handOver(): Promise<{ written: number; remembered: number }> {
    const workspace = join(this.#folder, `work-${this.#round}`);
    mkdirSync(workspace);
    const input = this.#input(workspace);
    let newest = 0;
    const written = await elapsed(async () => {
      const { report, seen } = await exportJob(input, context);
      if (report.sums.go !== changed || !seen) throw new Error(`${report.sums.go} were written`);
      newest = seen.newest;
    });
    const record = {
      store: this.#made.address,
      dataKey: keyFor(this.#made),
      id,
      name: "VPN",
      workspace,
      newest,
      asUsual: true,
      actor,
      at: sampleTime + 2000,
    };
    const remembered = await elapsed(() => recordJob(record, context));
    rmSync(workspace, { recursive: true });
    rmSync(input.to);
    return { written, remembered };
  }

  async handOver(): Promise<number> {
    this.change();
    return (await this.#handOver()).written;
  }

  async remember(): Promise<number> {
    this.change();
    return (await this.#handOver()).remembered;
  }

  /** The changed ones by their numbers, opened and written: what any delta does that knows them. @returns ms */
  async bare(): Promise<number> {
    const pks = JSON.stringify(this.change());
    const keys = keysOf(this.#made);
    const to = join(this.#folder, "bare");
    const took = await elapsed(async () => {
      const raw = await openRaw(this.#made.address.file, {});
      const rows = raw
        .prepare(
          `SELECT t.id, t.seed, u.username FROM json_each(?) w JOIN users u ON u.pk = w.value JOIN tokens t ON t.user_id = u.id`,
        )
        .all(pks) as { id: string; seed: Buffer; username: string }[];
      const lines = rows.map(({ id: row, seed, username }) => {
        const key = keys.unseal({ table: "tokens", column: "seed", row }, seed);
        const line = `otpauth://totp/Example:${username}?secret=${key.toString("hex")}\n`;
        key.fill(0);
        return line;
      });
      await writeFile(to, lines.join(""), { mode: 0o600, flush: true });
      raw.close();
    });
    keys.wipe();
    rmSync(to);
    await this.#handOver();
    return took;
  }
}

async function p99(one: () => Promise<number>): Promise<number> {
  const took: number[] = [];
  for (let n = 0; n < times; n += 1) took.push(await one());
  return percentile(took, 0.99);
}

/** What it costs to hand a system what has changed. */
export async function deltaFigures(
  folder: string,
  made: Made,
  people: number,
): Promise<{ figures: Figure[]; close: () => void }> {
  const raw = await openRaw(made.address.file, {});
  raw.transaction(() => handEverything(raw))();
  const deltas = new Deltas(made, folder, raw, people);
  const named = "1,000 changed authenticators of 1,000,000";
  return {
    figures: [
      { name: `${named} found, p99`, ours: () => p99(() => deltas.look()), limit: 100, unit: "ms", rounds: 3 },
      {
        name: `${named} found and written, p99`,
        ours: () => p99(() => deltas.handOver()),
        limit: 100,
        unit: "ms",
        rounds: 3,
      },
      { name: `${named} remembered, p99`, ours: () => p99(() => deltas.remember()), limit: 100, unit: "ms", rounds: 1 },
      {
        name: `${named} found and written / bare query, unseal and write`,
        ours: () => deltas.handOver(),
        baseline: () => deltas.bare(),
        limit: 4,
        unit: "ms",
        rounds: 31,
        warmup: 3,
      },
    ],
    close: () => {
      raw.close();
    },
  };
}
