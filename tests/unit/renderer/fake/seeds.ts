import type { InputOf, OutputOf, ProcedureName } from "#shared/contract/index.ts";
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
const kept = () => ({ ...keptAs, remarks: [], notKept: [] });

const entries: Report["entries"] = [
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
  {
    ...kept(),
    at: 2,
    verdict: "leftOut",
    issuer: "Example Mail",
    account: "nobody@example.org",
    owner: null,
    into: null,
    reason: text("seedImports.nobody"),
  },
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
];

const report: Report = {
  format: "aegis",
  title: "Aegis",
  sums: { entries: 3, create: 1, unchanged: 0, leftOut: 1, refused: 1, inventory: 0, people: 0 },
  entries,
  digest: "5".repeat(64),
};

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
    sums: sumsOf(told ? 1 : 0),
    entries: told ? tableEntries : unsaidEntries,
  };
};

const foundTable: NonNullable<OutputOf<"seeds.inspect">["table"]> = {
  headerRow: null,
  columns: [
    { index: 0, header: "", samples: ["10001", "10002"] },
    { index: 1, header: "", samples: ["•".repeat(40)] },
    { index: 2, header: "", samples: ["amelie"] },
  ],
  mapping: { serial: 0, secret: 1 },
  keys: "hex",
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
    "seeds.inspect": () => ({ table: isTable() ? foundTable : null }),
    "seeds.dryRun": (input) => {
      if (isTable()) return tableReport(input);
      requirePassword(input);
      return report;
    },
    "seeds.run": (input) => {
      if (isTable()) return { ...tableReport(input), importId };
      requirePassword(input);
      return { ...report, importId };
    },
    "seeds.list": () => ({ imports: [record()] }),
    "seeds.undo": () => {
      state = "undone";
      return record();
    },
  };
}
