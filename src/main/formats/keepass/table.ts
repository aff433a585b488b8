import { text } from "#shared/texts/text.ts";
import { csvHeads } from "../csv-records.ts";
import type { ManagerTable } from "../manager-table.ts";
import type { Source } from "../source.ts";
import { readOtp } from "./one-time-passwords.ts";

/** Of KeePassXC (CsvExporter.cpp); before it had a column for them, its table held no one-time passwords. */
const heads = ["group", "title", "username", "password", "url", "notes", "totp"];

export const isTable = (source: Source): boolean => heads.join() === csvHeads(source).slice(0, heads.length).join();

export const table: ManagerTable = {
  otp: ["totp"],
  title: ["title"],
  account: ["username"],
  archived: [],
  // The first name of the path is the database's own.
  groups: (cells) => [cells("group").split("/").slice(1).join("/")],
  lost: [
    [["password"], text("formats.password")],
    [["url"], text("formats.webAddress")],
    [["notes"], text("formats.note")],
  ],
  readOtp,
};
