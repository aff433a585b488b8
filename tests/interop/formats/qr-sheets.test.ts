import { execFileSync } from "node:child_process";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Outgoing, Settings } from "#main/formats/format.ts";
import { writeKeyUri } from "#main/formats/key-uri.ts";
import { qrSheets } from "#main/formats/qr-sheets/qr-sheets.ts";
import { pagesOf } from "../../support/letters.ts";
import { outgoing, reasons } from "../../support/outgoing.ts";
import { temporaryFolder } from "../../support/harness.ts";
import { requireTool, toolsMissing } from "../../support/tools.ts";

async function written(entries: readonly Outgoing[], settings: Settings = {}): Promise<string> {
  const file = join(temporaryFolder(), "keys.pdf");
  async function* each(): AsyncGenerator<Outgoing> {
    yield* entries;
  }
  const pieces: Buffer[] = [];
  for await (const { data } of qrSheets.write?.write(each(), settings) ?? [])
    pieces.push(Buffer.from(data as Uint8Array));
  writeFileSync(file, Buffer.concat(pieces));
  return file;
}

/** What zbarimg reads from each page, page by page, sorted. */
function codesOnPages(pdf: string, resolution = 150): string[][] {
  const folder = temporaryFolder();
  execFileSync(requireTool("pdftoppm"), ["-r", String(resolution), "-gray", pdf, join(folder, "page")]);
  const pages = readdirSync(folder)
    .toSorted()
    .map((picture) =>
      execFileSync(requireTool("zbarimg"), ["--nodbus", "-q", "--raw", join(folder, picture)], { encoding: "utf8" })
        .trim()
        .split("\n")
        .toSorted(),
    );
  rmSync(folder, { recursive: true });
  return pages;
}

const uris = (entries: readonly Outgoing[]): string[] => entries.map(writeKeyUri).toSorted();

const varied: readonly Outgoing[] = [
  outgoing("ada", { name: "Ada Lovelace", label: "Phone" }),
  outgoing("ada", { name: "Ada Lovelace", label: "Tablet", account: "ada (Tablet)", seed: Buffer.alloc(64, 7) }),
  outgoing("grace", { kind: "hotp", counter: 12, digits: 8, algorithm: "SHA512", seed: Buffer.alloc(20, 8) }),
  outgoing("hopper", { period: 60, algorithm: "SHA256", hardware: true, serial: "HW-0001", seed: Buffer.alloc(32, 9) }),
  outgoing("木村さくら", { name: "木村 さくら", label: "電話", seed: Buffer.alloc(20, 10) }),
  outgoing("дарья", { name: "Дарья Петрова", seed: Buffer.alloc(20, 11) }),
];

describe.skipIf(toolsMissing("zbarimg", "pdftoppm", "pdftotext"))("sheets of QR codes", () => {
  test("are read code by code, and each person begins a page", async () => {
    const pdf = await written(varied);
    const pages = codesOnPages(pdf);
    expect(pages).toEqual([
      uris(varied.slice(0, 2)),
      uris(varied.slice(2, 3)),
      uris(varied.slice(3, 4)),
      uris(varied.slice(4, 5)),
      uris(varied.slice(5, 6)),
    ]);
    const words = pagesOf(pdf);
    expect(words[0]).toMatch(/Secret\./u);
    expect(words[0]).toMatch(/Ada Lovelace[\s\S]*ada[\s\S]*Phone[\s\S]*Tablet/u);
    expect(words[2]).toMatch(/HW-0001/u);
    expect(words[4]).toMatch(/Дарья Петрова/u);
  });

  test("hold as many as fit where they are compact, and none is on two pages", async () => {
    const entries = Array.from({ length: 23 }, (_, n) => outgoing(`person${n}`, { seed: Buffer.alloc(20, n + 1) }));
    for (const paper of ["A4", "US Letter"]) {
      const pages = codesOnPages(await written(entries, { pages: "compact", paper }));
      expect(pages.flat().toSorted(), paper).toEqual(uris(entries));
      expect(pages.length, paper).toBeLessThan(entries.length / 2);
      expect(pages[0]?.length, paper).toBeGreaterThanOrEqual(3);
    }
  });

  test("hold the longest key that fits, and names that are far too long", async () => {
    const long = outgoing("n".repeat(200), {
      name: "A name that does not end ".repeat(8),
      label: "L".repeat(64),
      seed: Buffer.alloc(1024, 3),
    });
    expect(reasons(qrSheets, long)).toEqual([]);
    const pdf = await written([outgoing("before"), long, outgoing("after")], { pages: "compact" });
    expect(codesOnPages(pdf, 300).flat().toSorted()).toEqual(uris([outgoing("before"), long, outgoing("after")]));
  });

  test("of nobody are one page that says what it would be", async () => {
    expect(pagesOf(await written([]))).toEqual([expect.stringContaining("Keys of authenticators")]);
  });
});

test("an address that fits into no QR code is named before anything is written", () => {
  const tooLong = outgoing("ada", { issuer: "木".repeat(200), account: "村".repeat(100), seed: Buffer.alloc(1024, 3) });
  expect(reasons(qrSheets, tooLong)).toEqual(["formats.tooLongForQr"]);
});
