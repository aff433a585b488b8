import { beforeEach, expect, test } from "vitest";
import type { Encoding } from "#shared/contract/exchange.ts";
import { type Harness, openHarness, setUp } from "../../support/harness.ts";
import { csv, encoded, importFile, saved } from "./support.ts";

let harness: Harness;

beforeEach(async () => {
  harness = await openHarness();
  await setUp(harness);
});

const tables: readonly (readonly [Encoding, readonly string[]])[] = [
  ["windows-1250", ["Jiří Dvořák", "Petra Nováčková", "Łukasz Wójcik", "Zdeněk Müller"]],
  ["windows-1250", ["Grzegorz Brzęczyszczykiewicz", "Małgorzata Wąsik", "Józef Śliwiński"]],
  ["windows-1250", ["Gergő Szűcs", "László Kőrösi", "Ágnes Füzesi", "Zoltán Horváth"]],
  ["windows-1250", ["Ana Kovačić", "Đorđe Marković", "Živa Žagar"]],
  ["windows-1251", ["Иван Петров", "Светлана Смирнова", "Алексей Щукин"]],
  ["windows-1251", ["Олексій Шевченко", "Їжак Євген", "Ганна Ковальчук"]],
  ["windows-1252", ["Hélène Lefèvre", "François Müller", "José Núñez", "Søren Ågård"]],
  ["windows-1252", ["Jörg Größe", "Zoë Šimková"]],
  ["windows-1252", ["João Conceição", "Inês Araújo"]],
  ["windows-1252", ["Þórður Ólafsson", "Guðrún Ásgeirsdóttir"]],
  ["windows-1253", ["Γιώργος Παπαδόπουλος", "Ελένη Αναγνωστοπούλου", "Νίκος Ζαχαρίας"]],
  ["windows-1254", ["Ayşe Yılmaz", "Gökçe Öztürk", "İbrahim Şahin", "Çağla Doğan"]],
  ["windows-1255", ["יעל כהן", "אברהם לוי"]],
  ["windows-1256", ["محمد عبدالله", "فاطمة الزهراء"]],
  ["windows-1257", ["Jānis Bērziņš", "Ģirts Kļaviņš", "Šarūnas Žukauskas"]],
  ["shift_jis", ["山田 太郎", "佐藤 はなこ", "スズキ イチロー"]],
  ["gbk", ["王小明", "李娜", "张伟", "陈建国"]],
  ["big5", ["王小明", "陳美玲", "張志豪"]],
  ["euc-kr", ["김민준", "이서연", "박지훈"]],
];

const fileOf = (names: readonly string[], encoding: Encoding): Buffer =>
  encoded(csv([["username", "name"], ...names.map((name, n) => [`person${n}`, name])], ";"), encoding);

const namesIn = async (): Promise<string[]> =>
  (await harness.call("users.list", { sort: "username" })).rows.map(({ name }) => name);

test.each(tables)("%s is recognised: %j", async (encoding, names) => {
  const file = saved(harness, fileOf(names, encoding));
  expect((await harness.call("imports.inspect", { file })).encoding).toBe(encoding);
  const report = await importFile(harness, file);
  expect(report.encoding).toBe(encoding);
  expect(await namesIn()).toEqual(names);
});

test("an encoding that a person has chosen is taken, whatever would be guessed", async () => {
  const file = saved(harness, fileOf(["Petr Šimek"], "windows-1250"));
  const { mapping } = await harness.call("imports.inspect", { file, encoding: "windows-1251" });
  const report = await harness.call("imports.dryRun", { file, mapping, encoding: "windows-1251" });
  expect(report).toMatchObject({ encoding: "windows-1251", verdicts: [{ name: "Petr Љimek" }] });
});
