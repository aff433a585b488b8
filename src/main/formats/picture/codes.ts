import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import {
  prepareZXingModule,
  purgeZXingModule,
  readBarcodes,
  type ReaderOptions,
  type ReadResult,
} from "zxing-wasm/reader";
import type { Pixels } from "./pixels.ts";

const { resolve } = createRequire(import.meta.url);

/** Without it, the library would fetch its program from the network. */
async function load(): Promise<void> {
  const { buffer, byteOffset, byteLength } = await readFile(resolve("zxing-wasm/reader/zxing_reader.wasm"));
  const wasmBinary = buffer.slice(byteOffset, byteOffset + byteLength);
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}

let loaded: Promise<void> | null = null;

/** A sheet has some dozens. */
const most = 255;

const thorough: ReaderOptions = {
  formats: ["QRCode"],
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  tryDownscale: true,
  maxNumberOfSymbols: most,
  textMode: "Plain",
};

const heightOf = ({ position: { topLeft, topRight, bottomLeft, bottomRight } }: ReadResult): number =>
  Math.max(bottomLeft.y, bottomRight.y) - Math.min(topLeft.y, topRight.y);

/** As people read: rows from the top, each from the left. Codes whose tops differ by less than half of one are a row. */
function inReadingOrder(found: readonly ReadResult[]): ReadResult[] {
  const top = ({ position }: ReadResult): number => Math.min(position.topLeft.y, position.topRight.y);
  const left = ({ position }: ReadResult): number => Math.min(position.topLeft.x, position.bottomLeft.x);
  const rows: ReadResult[][] = [];
  for (const one of found.toSorted((a, b) => top(a) - top(b))) {
    const row = rows.at(-1);
    const first = row?.[0];
    if (row && first && top(one) - top(first) < heightOf(first) / 2) row.push(one);
    else rows.push([one]);
  }
  return rows.flatMap((row) => row.toSorted((a, b) => left(a) - left(b)));
}

/**
 * The texts of the QR codes in a picture.
 *
 * @param picture pixels, or the bytes of a PNG or JPEG
 * @returns in reading order; empty where there are none, or it cannot be decoded
 */
export async function readCodes(picture: Pixels | Uint8Array): Promise<string[]> {
  loaded ??= load();
  await loaded;
  try {
    const found = await readBarcodes(picture, thorough);
    return inReadingOrder(found.filter(({ isValid }) => isValid)).map(({ text }) => text);
  } catch {
    // A program that has run out of memory is good for nothing more.
    purgeZXingModule();
    loaded = null;
    return [];
  }
}
