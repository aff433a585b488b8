import { useState } from "react";
import type { InputOf } from "#shared/contract/index.ts";
import type { SeedColumns, SeedReport, Unsaid } from "#shared/contract/seeds.ts";
import { useAction } from "../../ipc/hooks.ts";

type Input = InputOf<"seeds.dryRun">;

/** What somebody decides about a file. */
export type Choices = { [Key in "unmatched" | "arrive"]-?: NonNullable<Input[Key]> };

const firstChoices: Choices = { unmatched: "leave", arrive: "active" };

/** As many of each verdict are shown; the sums count all. */
const mostShown = 500;

/** What was said about a table, where its own words do not tell. */
export interface SaidOfTable {
  /** Null: as they were found. */
  columns: SeedColumns | null;
  secretForm: "hex" | "base32" | null;
  unsaid: Unsaid;
}

const nothingOfTable: SaidOfTable = { columns: null, secretForm: null, unsaid: {} };

/** What was said about a file. */
interface Said {
  table: SaidOfTable;
  file: string | null;
  /** Chosen with it: of the same import. */
  moreFiles: string[];
  passphrase: string;
  acceptCost: boolean;
  choices: Choices;
}

const nothingSaid: Said = {
  file: null,
  moreFiles: [],
  passphrase: "",
  acceptCost: false,
  choices: firstChoices,
  table: nothingOfTable,
};

const inputFrom = (file: string, { moreFiles, passphrase, acceptCost, choices, table }: Said): Input => ({
  file,
  ...(moreFiles.length === 0 ? {} : { moreFiles }),
  ...(table.columns === null ? {} : { columns: table.columns }),
  ...(table.secretForm === null ? {} : { secretForm: table.secretForm }),
  ...(Object.keys(table.unsaid).length === 0 ? {} : { unsaid: table.unsaid }),
  ...(passphrase === "" ? {} : { passphrase }),
  ...(acceptCost ? { acceptCost } : {}),
  ...choices,
  most: mostShown,
});

/** Reasons that go away when somebody says what a table is. */
const reasonsOfTables: ReadonlySet<string> = new Set(["formats.keyHexOrBase32", "formats.typeUnsaid"]);

/** Whether what the columns are is a question. */
const asksForTable = ({ format, entries }: SeedReport): boolean =>
  format === "table" || entries.some(({ reason }) => reason !== null && reasonsOfTables.has(reason.key));

/** What the columns of a table are, once that is a question. */
function useFoundTable() {
  const inspect = useAction("seeds.inspect");
  const look = (file: string) => inspect.mutate({ file });
  return {
    found: inspect.data?.table ?? null,
    forget: inspect.reset,
    /** What an attempt to read a file ends with. */
    after: (file: string, keep: (report: SeedReport) => void) => ({
      onSuccess: (report: SeedReport) => {
        keep(report);
        if (asksForTable(report)) look(file);
      },
      onError: ({ code }: { code: string }) => {
        if (code === "FORMAT_UNKNOWN") look(file);
      },
    }),
  };
}

/** A file that is being imported: what is known of it, and what was said. Errors discard nothing. */
export function useSeeds() {
  const [said, setSaid] = useState(nothingSaid);
  const [report, setReport] = useState<SeedReport | null>(null);
  const dryRun = useAction("seeds.dryRun");
  const run = useAction("seeds.run");
  const { found, forget, after } = useFoundTable();
  const say = (change: Partial<Said>): Said => {
    const next = { ...said, ...change };
    setSaid(next);
    return next;
  };
  const check = (next: Said) => {
    run.reset();
    setReport(null);
    if (next.file !== null) dryRun.mutate(inputFrom(next.file, next), after(next.file, setReport));
  };
  const { file, moreFiles, passphrase, choices, table } = said;
  const state = { file, moreFiles, passphrase, choices, table, found, report, dryRun, run };
  return {
    ...state,
    setPassphrase: (typed: string) => void say({ passphrase: typed }),
    /** Another file begins anew: its password is another one. */
    open: (chosen: string, more: string[] = []) => {
      forget();
      check(say({ file: chosen, moreFiles: more, passphrase: "", acceptCost: false, table: nothingOfTable }));
    },
    /** It counts when the file is checked again. */
    tell: (change: Partial<SaidOfTable>) => void say({ table: { ...table, ...change } }),
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
      forget();
      run.reset();
    },
  };
}

export type Seeds = ReturnType<typeof useSeeds>;
