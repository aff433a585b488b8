import { useState } from "react";
import type { InputOf } from "#shared/contract/index.ts";
import type { SeedReport } from "#shared/contract/seeds.ts";
import { useAction } from "../../ipc/hooks.ts";
import { type Decisions, decisionsIn, differing, nothingDecided } from "./by-hand.ts";
import { nothingOfTable, saidBy, type SaidOfTable } from "./columns.ts";
import { firstView } from "./view.ts";

type Input = InputOf<"seeds.dryRun">;

/** What somebody decides about a file. */
export type Choices = { [Key in "unmatched" | "arrive"]-?: NonNullable<Input[Key]> };

const firstChoices: Choices = { unmatched: "leave", arrive: "active" };

/** As many of each verdict are shown; the sums count all. */
const mostShown = 500;

/** What was said about a file. */
interface Said {
  table: SaidOfTable;
  file: string | null;
  /** Chosen with it: of the same import. */
  moreFiles: string[];
  passphrase: string;
  acceptCost: boolean;
  choices: Choices;
  byHand: Decisions;
}

const nothingSaid: Said = {
  file: null,
  moreFiles: [],
  passphrase: "",
  acceptCost: false,
  choices: firstChoices,
  table: nothingOfTable,
  byHand: nothingDecided,
};

const inputFrom = (file: string, { moreFiles, passphrase, acceptCost, choices, table, byHand }: Said): Input => ({
  file,
  ...(moreFiles.length === 0 ? {} : { moreFiles }),
  ...(byHand.size === 0 ? {} : decisionsIn(byHand)),
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

/** What was said about a table with the same headings. */
type OnRemembered = (said: SaidOfTable) => void;

/** What the columns of a table are, once that is a question. */
function useFoundTable() {
  const inspect = useAction("seeds.inspect");
  const look = (file: string, onRemembered: OnRemembered) =>
    inspect.mutate(
      { file },
      {
        onSuccess: ({ table }) => {
          if (table?.preset) onRemembered(saidBy(table.preset, table.columns));
        },
      },
    );
  return {
    found: inspect.data?.table ?? null,
    forget: inspect.reset,
    /** What an attempt to read a file ends with. */
    after: (file: string, keep: (report: SeedReport) => void, onRemembered: OnRemembered) => ({
      onSuccess: (report: SeedReport) => {
        keep(report);
        if (asksForTable(report)) look(file, onRemembered);
      },
      onError: ({ code }: { code: string }) => {
        if (code === "FORMAT_UNKNOWN") look(file, onRemembered);
      },
    }),
  };
}

/** What was checked: the report, and what had been decided by hand. */
interface Checked {
  report: SeedReport;
  byHand: Decisions;
}

/** Checks a file, and imports exactly what was checked. */
function useChecking() {
  const [checked, setChecked] = useState<Checked | null>(null);
  const dryRun = useAction("seeds.dryRun");
  const run = useAction("seeds.run");
  const { found, forget, after } = useFoundTable();
  const state = { found, dryRun, run, forget };
  return {
    ...state,
    report: checked?.report ?? null,
    /** What had been decided by hand by then. */
    known: checked?.byHand ?? nothingDecided,
    check: (said: Said, onRemembered: OnRemembered) => {
      const { file, byHand } = said;
      run.reset();
      setChecked(null);
      if (file === null) return;
      const keep = (report: SeedReport) => setChecked({ report, byHand });
      dryRun.mutate(inputFrom(file, said), after(file, keep, onRemembered));
    },
    importNow: (said: Said) => {
      if (said.file !== null && checked) run.mutate({ ...inputFrom(said.file, said), digest: checked.report.digest });
    },
    reset: () => {
      setChecked(null);
      dryRun.reset();
      run.reset();
      forget();
    },
  };
}

/** A file that is being imported: what is known of it, and what was said. Errors discard nothing. */
export function useSeeds() {
  const [said, setSaid] = useState(nothingSaid);
  const [view, setView] = useState(firstView);
  const { check: begin, importNow, reset, forget, ...checking } = useChecking();
  const say = (change: Partial<Said>): Said => {
    const next = { ...said, ...change };
    setSaid(next);
    return next;
  };
  /** As it was remembered for a table like this one, unless somebody has said something about it. */
  const check = (next: Said) =>
    begin(next, (table) => {
      if (next.table === nothingOfTable) begin(say({ ...next, table }), () => undefined);
    });
  const { choices, table, byHand } = said;
  const state = { ...said, ...checking, view, setView };
  return {
    ...state,
    /** About how many entries something else was decided than was checked. */
    unchecked: differing(byHand, checking.known),
    /** What is checked, for whoever saves all results. */
    input: (): Input | null => (said.file === null ? null : inputFrom(said.file, said)),
    setPassphrase: (typed: string) => void say({ passphrase: typed }),
    /** Another file begins anew: its password is another one, and so are its entries. */
    open: (file: string, moreFiles: string[] = []) => {
      forget();
      setView(firstView);
      check(say({ ...nothingSaid, choices, file, moreFiles }));
    },
    /** It counts when the file is checked again. */
    tell: (change: Partial<SaidOfTable>) => void say({ table: { ...table, ...change } }),
    /** The same. */
    decide: (next: Decisions) => void say({ byHand: next }),
    check: () => check(said),
    agree: () => check(say({ acceptCost: true })),
    choose: (change: Partial<Choices>) => check(say({ choices: { ...choices, ...change } })),
    importNow: () => importNow(said),
    again: () => {
      setSaid(nothingSaid);
      setView(firstView);
      reset();
    },
  };
}

export type Seeds = ReturnType<typeof useSeeds>;
