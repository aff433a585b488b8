import { base32nopad } from "@scure/base";
import { stringify } from "csv-stringify/sync";
import type { TokenKind } from "#shared/model/records.ts";
import { text, type Text } from "#shared/texts/text.ts";
import type { SeedField } from "#shared/contract/seeds.ts";
import type { Carries, Outgoing, Piece, Setting, Settings, Writing } from "../format.ts";
import {
  type Cell,
  hashOf,
  type KeyForm,
  type Parts,
  type Preset,
  type RowShape,
  type WritingOfPreset,
} from "./preset.ts";

/** Rows that are written at once. */
const rowsOfPiece = 500;

function keyIn(seed: Buffer, form: KeyForm | undefined): string {
  if (form === "hex") return seed.toString("hex");
  return form === "base64" ? seed.toString("base64") : base32nopad.encode(seed);
}

function fieldOf(outgoing: Outgoing, field: SeedField, { form, usually }: Cell): string {
  if (field === "secret") return keyIn(outgoing.seed, form === "either" ? usually : form);
  return field === "type" ? outgoing.kind : String(outgoing[field]);
}

/** What is given, or what is usual. */
const settingOf = (settings: readonly Setting[], given: Settings, name: string): string =>
  given[name] ?? settings.find((setting) => setting.name === name)?.usual ?? "";

type Told = (name: string) => string;

function partsOf({ separator, named, cells }: Parts, outgoing: Outgoing, told: Told): string {
  const values = cells.flatMap((cell) => {
    if (cell.only !== undefined && cell.only !== outgoing.kind) return [];
    const value = cellOf(cell, outgoing, told);
    if (!named) return [value];
    return [`${cell.heading}=${cell.field === "secret" ? value : Buffer.from(value).toString("base64")}`];
  });
  return values.join(separator);
}

function cellOf(cell: Cell, outgoing: Outgoing, told: Told): string {
  if (cell.only !== undefined && cell.only !== outgoing.kind) return "";
  if (cell.parts) return partsOf(cell.parts, outgoing, told);
  if (cell.value) return cell.value(outgoing);
  if (cell.setting !== undefined) return told(cell.setting);
  if (cell.field === undefined || cell.field === "disabled") return cell.text ?? "";
  const value = fieldOf(outgoing, cell.field, cell);
  return cell.written?.[value] ?? (value === "" ? (cell.text ?? "") : value);
}

const writtenAs = ({ layouts }: Preset, kind: TokenKind): RowShape | undefined =>
  layouts[0].shapes.find(({ writes }) => writes?.includes(kind));

const inParts = (cells: readonly Cell[]): readonly Cell[] =>
  cells.flatMap((cell) => [cell, ...(cell.parts ? inParts(cell.parts.cells) : [])]);

const holds = (shape: RowShape, field: SeedField, kind: TokenKind): boolean =>
  inParts(shape.cells).some((cell) => cell.field === field && (cell.only ?? kind) === kind);

/** Letters that would end a cell, in a table without quotation marks. */
function splitting({ separator, quoting }: Preset, { alsoSplitsAt = "" }: WritingOfPreset): RegExp {
  const letters = quoting === "none" ? [...separator, '"', ...alsoSplitsAt] : [...alsoSplitsAt];
  const escaped = letters.map((letter) => (letter === " " ? "\\s" : `\\u{${letter.codePointAt(0)?.toString(16)}}`));
  return new RegExp(`[\\r\\n${escaped.join("")}]`, "u");
}

/** Why a row cannot be what it should. @param shape that it is written in */
function whyNotWritten(preset: Preset, shape: RowShape, splits: RegExp, outgoing: Outgoing, told: Told): Text | null {
  const { kind, counter, algorithm, seed } = outgoing;
  if (kind === "hotp" && counter > 0 && !holds(shape, "counter", kind)) return text("formats.counterNotHeld");
  const { hashByKey } = preset.layouts[0];
  if (hashByKey && !holds(shape, "algorithm", kind) && hashOf(hashByKey, seed.length) !== algorithm) {
    return text("formats.hashByKey", { algorithm });
  }
  for (const [index, cell] of shape.cells.entries()) {
    if (cell.field === "secret" || cell.parts) continue;
    const value = cellOf(cell, outgoing, told);
    const sign = splits.exec(value)?.[0];
    if (sign !== undefined) return text("formats.signNotHeld", { value, sign });
    if (index === 0 && preset.comments && value.startsWith("#")) return text("formats.comment", { value });
  }
  const parts = shape.cells.flatMap((cell) => (cell.parts && !cell.parts.named ? [cell.parts] : []));
  for (const { separator, cells } of parts) {
    const value = cells.map((cell) => cellOf(cell, outgoing, told)).find((one) => one.includes(separator));
    if (value !== undefined) return text("formats.signNotHeld", { value, sign: separator });
  }
  return null;
}

/** Only what a row can hold is carried, beside what the preset says. */
function carriesOf(preset: Preset, writing: WritingOfPreset): Carries {
  const splits = splitting(preset, writing);
  const { refuses } = writing.carries;
  return {
    ...writing.carries,
    refuses: (outgoing, settings) => {
      const told: Told = (name) => settingOf(writing.settings, settings, name);
      const shape = writtenAs(preset, outgoing.kind);
      return (
        refuses?.(outgoing, settings) ??
        (shape === undefined ? null : whyNotWritten(preset, shape, splits, outgoing, told))
      );
    },
  };
}

function rowsToText({ separator, quoting }: Preset, lineEnd: string, rows: readonly (readonly string[])[]): string {
  const [delimiter = ","] = separator;
  if (quoting === "none") return rows.map((row) => row.join(delimiter) + lineEnd).join("");
  const quoted = quoting === "always";
  return stringify(
    rows.map((row) => [...row]),
    { delimiter, record_delimiter: lineEnd, quoted, quoted_empty: quoted, quoted_match: /[\r\n]/u },
  );
}

async function* write(
  preset: Preset,
  writing: WritingOfPreset,
  entries: AsyncIterable<Outgoing>,
  settings: Settings,
): AsyncGenerator<Piece> {
  const { first = [], lineEnd } = writing;
  const told: Told = (name) => settingOf(writing.settings, settings, name);
  const [layout] = preset.layouts;
  const headings = layout.shapes[0]?.cells.map(({ heading }) => heading ?? "") ?? [];
  const before = first.map((line) => line + lineEnd).join("");
  const data = before + (layout.headed ? rowsToText(preset, lineEnd, [headings]) : "");
  if (data !== "") yield { data };
  let rows: string[][] = [];
  for await (const outgoing of entries) {
    const shape = writtenAs(preset, outgoing.kind);
    // What has no shape was refused before.
    if (shape) rows.push(shape.cells.map((cell) => cellOf(cell, outgoing, told)));
    if (rows.length < rowsOfPiece) continue;
    yield { data: rowsToText(preset, lineEnd, rows) };
    rows = [];
  }
  if (rows.length > 0) yield { data: rowsToText(preset, lineEnd, rows) };
}

export function writingOf(preset: Preset, writing: WritingOfPreset): Writing {
  const { extension, settings, warnings } = writing;
  return {
    form: "file",
    extension,
    plain: true,
    carries: carriesOf(preset, writing),
    settings,
    warnings,
    write: (entries, given) => write(preset, writing, entries, given),
  };
}
