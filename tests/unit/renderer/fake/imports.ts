import {
  type CsvFacts,
  ImportField,
  type ImportPreset,
  type ImportRecord,
  type ImportReport,
  type ImportVerdict,
  mappedColumns,
} from "#shared/contract/exchange.ts";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { ImportId } from "#shared/model/ids.ts";
import { text } from "#shared/texts/text.ts";
import { epoch, hour } from "./records.ts";

export const tableFile = "/home/mara/Downloads/Personal 2026-11.csv";
export const savedTable = "/home/mara/Documents/table.csv";
export const tableDigest = "5f".repeat(32);
export const importSums = { rows: 1204, create: 640, update: 310, unchanged: 240, refused: 14 };

const importId = (n: number) => ImportId.parse(`0192f0c4-0007-7000-8000-${n.toString(16).padStart(12, "0")}`);
/** Of an import that can be undone. */
export const nursesImport = importId(1);

const headers = ["Personalnummer", "Login", "Vorname", "Nachname", "E-Mail", "Abteilung", "Bemerkung", "Login", ""];
const people = [
  ["10021", "joerg.haddad", "Jörg", "Haddad", "joerg.haddad@lindenhof.example", "Radiologie", "", "JHADDAD", ""],
  [
    "10022",
    "elodie.celik",
    "Élodie",
    "Çelik",
    "elodie.celik@lindenhof.example",
    "Notaufnahme; Pflege",
    "",
    "ECELIK",
    "",
  ],
];

/** As UTF-8 looks when it is read as Windows-1252. */
const misread = (typed: string): string => new TextDecoder("windows-1252").decode(new TextEncoder().encode(typed));

type Reading = Pick<InputOf<"imports.inspect">, "encoding" | "delimiter" | "header">;

/** A table whose cells run together, or fall apart into as many columns as are read, under a wrong separator. */
function columnsOf({ encoding = "utf-8", delimiter = ";", header = true }: Reading): CsvFacts["columns"] {
  const read = encoding === "utf-8" ? (typed: string) => typed : misread;
  if (delimiter === "|") {
    return Array.from({ length: 1000 }, (_, index) => ({ index, header: `F${index + 1}`, samples: [`${index}`] }));
  }
  if (delimiter !== ";") return [{ index: 0, header: headers.join(";"), samples: people.map((row) => row.join(";")) }];
  return headers.map((name, index) => ({
    index,
    header: header ? name : "",
    samples: [...(header ? [] : [name]), ...people.map((row) => read(row[index] ?? ""))],
  }));
}

function verdictsOf(): ImportVerdict[] {
  const kinds = (["create", "update", "unchanged", "refused"] as const).flatMap((kind) =>
    Array.from({ length: Math.min(500, importSums[kind]) }, () => kind),
  );
  const messages = {
    create: null,
    update: text("plain.legacy", { sentence: "E-mail and groups" }),
    unchanged: null,
    refused: text("imports.usernameTaken", { username: "person.7" }),
  };
  return kinds.map((verdict, n) => ({
    row: n + 2,
    username: `person.${n}`,
    name: `Person ${n}`,
    verdict,
    message: messages[verdict],
    changes: [],
    decision: null,
  }));
}

const recordOf = (n: number, state: ImportRecord["state"], fileName: string): ImportRecord => ({
  id: importId(n),
  at: epoch - n * 26 * hour,
  by: "mara.lindqvist",
  fileName,
  sums: importSums,
  state,
});

/** What becomes of the columns; the second login is left out and looks like an id. */
const usesOf = (mapping: InputOf<"imports.dryRun">["mapping"]): ImportReport["columns"] =>
  columnsOf({}).map(({ index, header, samples }) => {
    const fields = ImportField.options.filter((field) => mappedColumns(mapping, field).includes(index));
    const looksLike = fields.length === 0 && header === "Login" ? "id" : null;
    return { index, header, fields, reading: null, looksLike, samples: samples.filter((sample) => sample !== "") };
  });

/** What a table with a column for the status leaves open. */
const open: ImportReport["decisions"] = [
  {
    decision: "statusWord",
    rows: 3,
    column: null,
    value: "on call",
    firstRows: [4, 9, 12],
    message: text("imports.decideWord", { value: "on call" }),
  },
];
const decided = ({ mapping, statusWords }: InputOf<"imports.dryRun">): boolean =>
  mapping.status === undefined || statusWords?.["on call"] !== undefined;

/** The answers of the console about tables. */
export function importHandlers() {
  const records = [
    recordOf(1, "undoable", "nurses.csv"),
    recordOf(2, "touched", "payroll.csv"),
    recordOf(3, "undone", "test.csv"),
  ];
  const presets = new Map<string, ImportPreset>([
    ["Payroll export", { name: "Payroll export", headers: { username: "login", email: "E-Mail", notes: "Kommentar" } }],
  ]);
  const report = (input: InputOf<"imports.dryRun">): ImportReport => {
    const { mapping } = input;
    if (mapping.username === undefined) {
      throw new AppError("INVALID_INPUT", {
        fields: { "mapping.username": text("plain.legacy", { sentence: "Choose the column with the username." }) },
      });
    }
    const newGroups = mapping.groups === undefined ? [] : ["Notaufnahme", "Pflege", "Radiologie"];
    return {
      sums: importSums,
      encoding: input.encoding ?? "utf-8",
      columns: usesOf(mapping),
      decisions: decided(input) ? [] : open,
      passedOver: { rows: 1, first: [{ row: 1206, text: "Summe 1204" }] },
      losses: 12,
      lettersVoided: 0,
      verdicts: verdictsOf(),
      newGroups,
      digest: tableDigest,
    };
  };
  return {
    "imports.inspect": (input: InputOf<"imports.inspect">): CsvFacts => {
      const columns = columnsOf(input);
      return {
        encoding: input.encoding ?? "utf-8",
        delimiter: input.delimiter ?? ";",
        header: input.header ?? true,
        headerRow: input.header === false ? null : (input.headerRow ?? 1),
        columns,
        mapping:
          columns.length === headers.length && input.header !== false
            ? { externalId: 0, username: 1, firstName: 2, lastName: 3, email: 4, groups: 5 }
            : {},
        preset: null,
        sizeBytes: 183_204,
      };
    },
    "imports.dryRun": (input: InputOf<"imports.dryRun">) => report(input),
    "imports.run": ({ digest, ...input }: InputOf<"imports.run">) => {
      if (digest !== tableDigest) throw new AppError("TABLE_CHANGED");
      const record = recordOf(0, "undoable", "Personal 2026-11.csv");
      records.unshift(record);
      return { ...report(input), importId: record.id };
    },
    "imports.list": () => ({ imports: records }),
    "imports.undo": ({ id }: InputOf<"imports.undo">) => {
      const record = records.find((one) => one.id === id);
      if (record?.state !== "undoable") throw new AppError("UNDO_REFUSED");
      return Object.assign(record, { state: "undone" as const });
    },
    "imports.presets": () => ({ presets: [...presets.values()] }),
    "imports.savePreset": (preset: InputOf<"imports.savePreset">) => {
      presets.set(preset.name, preset);
      return preset;
    },
    "imports.deletePreset": ({ name }: InputOf<"imports.deletePreset">) => {
      presets.delete(name);
      return {};
    },
    "imports.exportUsers": ({ file }: InputOf<"imports.exportUsers">): OutputOf<"imports.exportUsers"> => ({
      file,
      rows: 137,
    }),
  };
}
