import { randomBytes } from "node:crypto";
import { storeFile } from "#main/store/data-folder.ts";
import { openStore } from "#main/store/sqlite/store.ts";
import { insertAuditEvent } from "#main/store/console/audit-events.ts";
import { run } from "#main/store/statements.ts";
import type { InputOf } from "#shared/contract/index.ts";
import { percentile } from "../../../scripts/lib/measure.ts";
import type { BenchConsole } from "../console.ts";
import { type Area, loopDelay } from "../support.ts";

const events = 1_000_000;

const actions = ["verification.check", "user.add", "token.confirm", "access.sign_in", "user.edit", "token.revoke"];

/** Events of a few years: many checks of codes, ten administrators, 20,000 people. */
export async function fillAudit(dataDir: string): Promise<void> {
  const store = await openStore(storeFile(dataDir), { alone: true });
  const mac = randomBytes(32);
  await store.write(async (tx) => {
    for (let number = 0; number < events; number += 1) {
      const person = (number * 7919) % 20_000;
      await insertAuditEvent(tx, {
        seq: number + 10,
        at: Date.UTC(2024, 0, 1) + number * 60_000,
        actor_id: null,
        actor: `admin${number % 10}`,
        action: actions[number % 100 < 90 ? 0 : number % actions.length] ?? "user.add",
        target: `user${person}`,
        target_id: `0197a000-0000-7000-8000-0000000${String(person).padStart(5, "0")}`,
        result: number % 13 === 0 ? "refused" : "done",
        details: JSON.stringify({ label: `Phone ${number % 977}`, step: number }),
        mac,
      });
    }
    const day =
      "INSERT INTO audit_days SELECT at / 86400000, min(seq), max(seq) FROM audit_events WHERE seq > 9 GROUP BY 1";
    await run(tx, `${day} ON CONFLICT DO NOTHING`);
  });
  await store.close();
}

const asked: InputOf<"audit.list">[] = [
  {},
  { action: "user" },
  { action: "token.revoke" },
  { action: "vault" },
  { actor: "admin3" },
  { actor: "nobody" },
  { actor: "admin3", action: "user.edit" },
  { targetId: "0197a000-0000-7000-8000-000000012345" },
  { from: Date.UTC(2024, 5, 1), to: Date.UTC(2024, 5, 2) },
  { to: Date.UTC(2024, 1, 1) },
  { from: Date.UTC(2024, 1, 1), to: Date.UTC(2024, 1, 2), actor: "admin7" },
  { search: "user12345" },
  { search: "Phone 976" },
  { search: "e" },
  { search: "admin3", action: "user" },
];

export function listFigures(bench: BenchConsole): Area["figures"] {
  const pages = async (): Promise<number> => {
    const times: number[] = [];
    for (const input of asked) {
      const begun = performance.now();
      const { nextCursor } = await bench.call("audit.list", input);
      times.push(performance.now() - begun);
      if (nextCursor === null) continue;
      const next = performance.now();
      await bench.call("audit.list", { ...input, cursor: nextCursor });
      times.push(performance.now() - next);
    }
    return percentile(times, 0.99);
  };
  const search = { search: "nothing has this" };
  return [
    { name: "a page of 1,000,000 audit events, with every filter, p99", ours: pages, limit: 16, unit: "ms", rounds: 5 },
    {
      name: "event-loop delay while 1,000,000 audit events are searched for what none has, p99",
      ours: () => loopDelay(() => bench.call("audit.list", search)),
      limit: 16,
      unit: "ms",
      rounds: 5,
    },
  ];
}
