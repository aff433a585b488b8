import type { InputOf, OutputOf, ProcedureName } from "#shared/contract/index.ts";
import type { SeedPreset } from "#shared/contract/seeds.ts";
import { AppError } from "#shared/errors.ts";
import { SeedImportId, UserId } from "#shared/model/ids.ts";
import { text } from "#shared/texts/text.ts";
import { epoch, userId } from "./records.ts";

/** The file that the dialog gives, and what opens it. */
export const seedsFile = "/home/mara/Downloads/aegis-backup.json";
export const seedsPassword = "a quiet harbour";

const importId = SeedImportId.parse("0192f0c4-0009-7000-8000-000000000001");
const whose = text("formats.whoseAegis");

type Report = OutputOf<"seeds.dryRun">;

const keptAs = {
  type: "totp",
  algorithm: "SHA1",
  digits: 6,
  period: 30,
  counter: null,
  serial: "",
  reason: null,
} as const;
const kept = () => ({ ...keptAs, said: [], ownerless: false, likely: [], remarks: [], notKept: [] });

type Entry = Report["entries"][number];

const nobodys = (at: number, account: string, likely: Entry["likely"] = []): Entry => ({
  ...kept(),
  at,
  verdict: "leftOut",
  issuer: "Example Mail",
  account,
  owner: null,
  into: null,
  ownerless: true,
  likely,
  reason: text("seedImports.nobody"),
});

const elodie = { id: UserId.parse(userId(5)), username: "elodie.eriksen", name: "Élodie Eriksen" };

/** Of a person, of nobody in the directory three times, and of no kind that the console has. */
const entries: Entry[] = [
  {
    ...kept(),
    at: 1,
    verdict: "create",
    issuer: "Example VPN",
    account: "amelie",
    owner: { id: UserId.parse(userId(1)), username: "amelie", name: "Amélie Roth" },
    into: "person",
    notKept: [text("formats.icon"), text("formats.note")],
  },
  nobodys(2, "nobody@example.org"),
  {
    ...kept(),
    at: 3,
    verdict: "refused",
    issuer: "Steam",
    account: "gamer",
    type: "steam",
    algorithm: null,
    digits: null,
    period: null,
    owner: null,
    into: null,
    reason: text("formats.kindUnknown", { type: "steam" }),
  },
  nobodys(4, "e.eriksen@old.example", [elodie]),
  nobodys(5, "contractor-7"),
];

/** An entry as it was decided by hand, or for all that are nobody's. */
function decidedBy({ assign = [], leaveOut = [], unmatched }: InputOf<"seeds.dryRun">, entry: Entry): Entry {
  if (leaveOut.includes(entry.at)) return { ...entry, verdict: "leftOut", reason: text("seedImports.leftOutByHand") };
  const named = assign.find(({ at }) => at === entry.at);
  const given = { ...entry, verdict: "create" as const, into: "person" as const, reason: null };
  if (named) return { ...given, ownerless: false, likely: [], owner: { ...elodie, username: named.username } };
  if (!entry.ownerless || unmatched !== "create") return entry;
  return { ...given, owner: { id: null, username: entry.account, name: "" } };
}

function reportOn(input: InputOf<"seeds.dryRun">): Report {
  const all = entries.map((entry) => decidedBy(input, entry));
  const of = (verdict: Entry["verdict"]): number => all.filter((entry) => entry.verdict === verdict).length;
  return {
    format: "aegis",
    title: "Aegis",
    sums: {
      entries: all.length,
      create: of("create"),
      unchanged: 0,
      leftOut: of("leftOut"),
      refused: of("refused"),
      inventory: 0,
      people: all.filter(({ verdict, owner }) => verdict === "create" && owner?.id === null).length,
    },
    ownerless: all.filter(({ ownerless }) => ownerless).length,
    entries: all,
    digest: "5".repeat(64),
  };
}

const report = reportOn({ file: seedsFile });

const tableEntries: Report["entries"] = [
  {
    ...kept(),
    at: 1,
    verdict: "create",
    issuer: "",
    account: "",
    serial: "10001",
    owner: null,
    into: "inventory",
  },
];

const unsaidEntries: Report["entries"] = [
  {
    ...kept(),
    at: 1,
    verdict: "refused",
    issuer: "",
    account: "",
    type: "",
    owner: null,
    into: null,
    reason: text("formats.typeUnsaid"),
  },
];

const sumsOf = (create: number): Report["sums"] => {
  return { entries: 1, create, unchanged: 0, leftOut: 0, refused: 1 - create, inventory: create, people: 0 };
};

/** A bare list of tokens is read once somebody has said what it is. */
const tableReport = ({ unsaid }: InputOf<"seeds.dryRun">): Report => {
  const told = unsaid?.type !== undefined;
  return {
    ...report,
    format: "table",
    title: "CSV",
    ownerless: 0,
    sums: sumsOf(told ? 1 : 0),
    entries: told ? tableEntries : unsaidEntries,
  };
};

const foundTable: NonNullable<OutputOf<"seeds.inspect">["table"]> = {
  headerRow: 1,
  columns: [
    { index: 0, header: "S/N", samples: ["10001", "10002"] },
    { index: 1, header: "Seed", samples: ["•".repeat(40)] },
    { index: 2, header: "Holder", samples: ["amelie"] },
  ],
  mapping: { serial: 0, secret: 1 },
  keys: "hex",
  preset: null,
};

function requirePassword({ passphrase }: InputOf<"seeds.dryRun">): void {
  if (passphrase === undefined) {
    throw new AppError("FORMAT_PASSPHRASE_REQUIRED", { text: text("formats.passphraseRequired", { whose }) });
  }
  if (passphrase !== seedsPassword) {
    throw new AppError("FORMAT_PASSPHRASE_WRONG", { text: text("formats.passphraseWrong", { whose }) });
  }
}

type Handlers = { [Name in ProcedureName]?: (input: InputOf<Name>) => OutputOf<Name> };

/** @param isTable whether the file is a table of tokens, which needs no password */
export function seedHandlers(isTable: () => boolean): Handlers {
  const presets = new Map<string, SeedPreset>();
  let state: OutputOf<"seeds.list">["imports"][number]["state"] = "undoable";
  const record = (): OutputOf<"seeds.list">["imports"][number] => ({
    id: importId,
    at: epoch,
    by: "mara.lindqvist",
    fileName: "aegis-backup.json",
    format: "aegis",
    sums: report.sums,
    state,
  });
  return {
    "seeds.inspect": () => {
      const [preset = null] = presets.values();
      return { table: isTable() ? { ...foundTable, preset } : null };
    },
    "seeds.presets": () => ({ presets: [...presets.values()] }),
    "seeds.savePreset": (preset) => {
      presets.set(preset.name, preset);
      return preset;
    },
    "seeds.deletePreset": ({ name }) => {
      presets.delete(name);
      return {};
    },
    "seeds.dryRun": (input) => {
      if (isTable()) return tableReport(input);
      requirePassword(input);
      return reportOn(input);
    },
    "seeds.run": (input) => {
      if (isTable()) return { ...tableReport(input), importId };
      requirePassword(input);
      return { ...reportOn(input), importId };
    },
    "seeds.list": () => ({ imports: [record()] }),
    "seeds.undo": () => {
      state = "undone";
      return record();
    },
  };
}
