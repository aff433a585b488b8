import { useState } from "react";
import type { InputOf } from "#shared/contract/index.ts";
import type { SeedReport } from "#shared/contract/seeds.ts";
import { useAction } from "../../ipc/hooks.ts";

type Input = InputOf<"seeds.dryRun">;

/** What somebody decides about a file. */
export type Choices = { [Key in "unmatched" | "arrive"]-?: NonNullable<Input[Key]> };

const firstChoices: Choices = { unmatched: "leave", arrive: "active" };

/** As many of each verdict are shown; the sums count all. */
const mostShown = 500;

/** What was said about a file. */
interface Said {
  file: string | null;
  passphrase: string;
  acceptCost: boolean;
  choices: Choices;
}

const nothingSaid: Said = { file: null, passphrase: "", acceptCost: false, choices: firstChoices };

const inputFrom = (file: string, { passphrase, acceptCost, choices }: Said): Input => ({
  file,
  ...(passphrase === "" ? {} : { passphrase }),
  ...(acceptCost ? { acceptCost } : {}),
  ...choices,
  most: mostShown,
});

/** A file that is being imported: what is known of it, and what was said. Errors discard nothing. */
export function useSeeds() {
  const [said, setSaid] = useState(nothingSaid);
  const [report, setReport] = useState<SeedReport | null>(null);
  const dryRun = useAction("seeds.dryRun");
  const run = useAction("seeds.run");
  const say = (change: Partial<Said>): Said => {
    const next = { ...said, ...change };
    setSaid(next);
    return next;
  };
  const check = (next: Said) => {
    run.reset();
    setReport(null);
    if (next.file !== null) dryRun.mutate(inputFrom(next.file, next), { onSuccess: setReport });
  };
  const { file, passphrase, choices } = said;
  const state = { file, passphrase, choices, report, dryRun, run };
  return {
    ...state,
    setPassphrase: (typed: string) => void say({ passphrase: typed }),
    /** Another file begins anew: its password is another one. */
    open: (chosen: string) => check(say({ file: chosen, passphrase: "", acceptCost: false })),
    check: () => check(said),
    agree: () => check(say({ acceptCost: true })),
    choose: (change: Partial<Choices>) => check(say({ choices: { ...choices, ...change } })),
    /** Exactly what was checked. */
    importNow: () => {
      if (said.file !== null && report) run.mutate({ ...inputFrom(said.file, said), digest: report.digest });
    },
    again: () => {
      setSaid(nothingSaid);
      setReport(null);
      dryRun.reset();
      run.reset();
    },
  };
}

export type Seeds = ReturnType<typeof useSeeds>;
