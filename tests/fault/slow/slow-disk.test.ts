import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { addFolder } from "../../integration/backups/plan/support.ts";
import { temporaryFolder } from "../../support/harness.ts";
import { startChild } from "../../support/processes.ts";
import { toolsMissing } from "../../support/tools.ts";
import { expectTrueClaims, newPlace, strayNames } from "./support.ts";

const script = new URL("slow-disk.child.ts", import.meta.url);

/** What each of these calls of the system takes longer, in milliseconds. */
const delay = 100;
const calls = "fsync,fdatasync,rename,link,unlink,mkdir,rmdir,ftruncate";

interface Measured {
  reply: unknown;
  took: number;
  answers: number;
  longest: number;
  loop: { p99: number; most: number };
}

describe.skipIf(toolsMissing("strace"))(
  "a disk on which every change is slow, for the store and for its places",
  () => {
    test("a run ends well, and the console answers meanwhile", async () => {
      const { place, harness } = await newPlace();
      const claims = await addFolder(harness, "disk");
      await harness.console.close();
      const log = join(temporaryFolder(), "calls");
      const slowed = ["-e", `trace=${calls}`, "-e", `inject=${calls}:delay_enter=${delay}ms`, "-e", "signal=none"];
      const prefix = ["strace", "-f", "-qq", "--seccomp-bpf", "-o", log, ...slowed];
      // The files of a cache of compiled code would be slow as well, and are many.
      const child = startChild(script, [place, String(harness.clock.now())], {
        prefix,
        env: { NODE_DISABLE_COMPILE_CACHE: "1" },
      });
      const line = await child.line((one) => one.startsWith("measured "));
      expect(await child.ended).toBe(0);
      const { reply, took, answers, longest, loop } = JSON.parse(line?.slice("measured ".length) ?? "{}") as Measured;
      const slow = readFileSync(log, "latin1").split("\n").length - 1;
      console.log(
        `slow calls: ${slow} by ${delay} ms; a run: ${took.toFixed(0)} ms; status answered ${answers} times, ` +
          `in ${longest.toFixed(0)} ms at most; delay of the loop: p99 ${loop.p99.toFixed(0)} ms, most ${loop.most.toFixed(0)} ms`,
      );
      expect(reply).toMatchObject({ ok: true, data: { outcome: "done", problems: [] } });
      expect(took).toBeGreaterThan(20 * delay);
      // A commit of the store waits for its disk: few calls in a row, not those of the backup, which are in threads.
      expect(longest).toBeLessThan(10 * delay);
      expect(loop.most).toBeLessThan(10 * delay);
      expect(loop.p99).toBeLessThan(4 * delay);
      expect(answers).toBeGreaterThan(20);
      await harness.reopen();
      expect(strayNames(harness.dataDir)).toEqual([]);
      expectTrueClaims(harness, claims);
    });
  },
);
