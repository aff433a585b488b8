import type {
  SeedImportRecord,
  SeedPreset,
  SeedReport,
  SeedResult,
  SeedTable,
  SeedVerdict,
} from "#shared/contract/seeds.ts";
import { type Label, sentences, text, type Text } from "#shared/texts/text.ts";
import type { Paint } from "../output.ts";
import { table } from "./table.ts";
import { time } from "./text.ts";
import { linesOf, sayLine, type Words } from "./words.ts";

/** More rows do not help on a terminal: `--json` has all of them. */
const rowsShown = 50;

/** What asks for a decision comes first. */
const order: readonly SeedVerdict[] = ["refused", "leftOut", "create", "unchanged"];

const ownerOf = ({ owner, into }: SeedResult): Label => {
  if (into === "inventory") return text("cliSeeds.inventory");
  if (owner === null) return "";
  return owner.id === null ? text("cliSeeds.newPerson", { username: owner.username }) : owner.username;
};

function whyOf({ likely, reason, remarks, notKept }: SeedResult): Label {
  const meant = likely.length === 0 ? [] : [text("cliSeeds.likely", { who: likely.map(({ username }) => username) })];
  const lost = notKept.length === 0 ? [] : [text("cliSeeds.notKept", { what: notKept })];
  const [first, ...others]: Text[] = [...(reason === null ? [] : [reason]), ...meant, ...remarks, ...lost];
  return first === undefined ? "" : sentences(first, ...others);
}

/** The result of an import of seeds, refused entries first. */
export function describeSeeds(report: SeedReport, outcome: Words, paint: Paint): string {
  const { sums, entries, title } = report;
  const told = entries
    .toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict) || a.at - b.at)
    .slice(0, rowsShown);
  const rows = told.map((entry) => [
    String(entry.at),
    entry.issuer,
    entry.account || entry.serial,
    ownerOf(entry),
    text(`values.${entry.verdict}`),
    whyOf(entry),
  ]);
  const more = sums.entries - told.length;
  return linesOf([
    outcome,
    text("cliSeeds.counts", {
      format: title,
      entries: sums.entries,
      create: sums.create,
      unchanged: sums.unchanged,
      leftOut: sums.leftOut,
      refused: sums.refused,
    }),
    ...(sums.people > 0 ? [text("cliSeeds.people", { count: sums.people })] : []),
    ...(sums.inventory > 0 ? [text("cliSeeds.toInventory", { count: sums.inventory })] : []),
    ...(rows.length > 0
      ? ["", table(["entry", "issuer", "account", "owner", "result", "why"], rows, (words) => paint("bold", words))]
      : []),
    ...(more > 0 ? [text("cliSeeds.more", { count: more })] : []),
  ]);
}

/** The columns of a table with what they are taken for, numbered as `--map` takes them. */
export function describeSeedTable(found: SeedTable | null, paint: Paint): string {
  if (found === null) return sayLine(text("cliSeeds.noTable"));
  const fields = new Map(Object.entries(found.mapping).map(([field, index]) => [index, field]));
  const rows = found.columns.map(({ index, header, samples }) => [
    String(index + 1),
    header,
    fields.get(index) ?? "",
    samples.join(" · "),
  ]);
  const either = found.keys === "either" ? [text("cliSeeds.keysEither")] : [];
  return linesOf([table(["column", "name", "becomes", "examples"], rows, (words) => paint("bold", words)), ...either]);
}

/** What is remembered of tables' columns: `serial=S/N, secret=Seed`. */
export function describeSeedPresets(presets: readonly SeedPreset[], paint: Paint): string {
  if (presets.length === 0) return sayLine(text("cliSeeds.noPresets"));
  const rows = presets.map(({ name, headers }) => [
    name,
    Object.entries(headers)
      .map(([field, heading]) => `${field}=${heading}`)
      .join(", "),
  ]);
  return table(["name", "columns"], rows, (words) => paint("bold", words));
}

export function describeSeedImports(imports: readonly SeedImportRecord[], paint: Paint): string {
  if (imports.length === 0) return sayLine(text("cliImports.none"));
  const rows = imports.map((one) => [
    one.id,
    time(one.at),
    one.by,
    one.fileName,
    one.format,
    String(one.sums.create),
    text(`values.${one.state}`),
  ]);
  return table(["import", "time", "by", "file", "format", "created", "state"], rows, (words) => paint("bold", words));
}
