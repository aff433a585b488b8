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

/** A file that is being imported: what is known of it, and what was said. Errors discard nothing. */
export function useSeeds() {
  const [file, setFile] = useState<string | null>(null);
  const [passphrase, setPassphrase] = useState("");
  const [acceptCost, setAcceptCost] = useState(false);
  const [choices, setChoices] = useState(firstChoices);
  const [report, setReport] = useState<SeedReport | null>(null);
  const dryRun = useAction("seeds.dryRun");
  const run = useAction("seeds.run");

  const inputOf = (path: string, more: Partial<Input> = {}): Input => ({
    file: path,
    ...(passphrase === "" ? {} : { passphrase }),
    ...(acceptCost ? { acceptCost } : {}),
    ...choices,
    most: mostShown,
    ...more,
  });
  const check = (path: string, more: Partial<Input> = {}) => {
    run.reset();
    setReport(null);
    dryRun.mutate(inputOf(path, more), { onSuccess: setReport });
  };
  return {
    file,
    passphrase,
    setPassphrase,
    choices,
    report,
    dryRun,
    run,
    /** Another file begins anew: its password is another one. */
    open: (path: string) => {
      setFile(path);
      setPassphrase("");
      setAcceptCost(false);
      check(path, { passphrase: undefined, acceptCost: undefined });
    },
    check: () => file !== null && check(file),
    agree: () => {
      setAcceptCost(true);
      if (file !== null) check(file, { acceptCost: true });
    },
    choose: (change: Partial<Choices>) => {
      setChoices((before) => ({ ...before, ...change }));
      if (file !== null) check(file, change);
    },
    /** Exactly what was checked. */
    importNow: () => {
      if (file !== null && report) run.mutate({ ...inputOf(file), digest: report.digest });
    },
    again: () => {
      setFile(null);
      setPassphrase("");
      setReport(null);
      dryRun.reset();
      run.reset();
    },
  };
}

export type Seeds = ReturnType<typeof useSeeds>;
