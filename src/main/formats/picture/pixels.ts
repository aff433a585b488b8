import { Readable } from "node:stream";
import { createInflate } from "node:zlib";
import { PNG } from "pngjs";
import { broken } from "../faults.ts";
import type { PngSize } from "./size.ts";

/** Four bytes a pixel: red, green, blue, and how much of it covers what is behind. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** The packed pixels of a PNG, from its chunks. */
function packedOf(bytes: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 8 + bytes.readUInt32BE(at);
    if (bytes.toString("latin1", at + 4, at + 8) === "IDAT") pieces.push(bytes.subarray(at + 8, end));
    at = end + 4;
  }
  return Buffer.concat(pieces);
}

/** Each of the seven passes of an interlaced picture has rows of its own. */
const mostRaw = ({ raw, interlaced }: PngSize): number => (interlaced ? 2 * raw + 1024 : raw);

/**
 * What decodes a PNG trusts what is packed in it: it is counted before, without keeping it.
 *
 * @throws AppError FORMAT_UNREADABLE where there is more than its header says
 */
export async function requireBounded(bytes: Buffer, size: PngSize): Promise<void> {
  const most = mostRaw(size);
  let counted = 0;
  try {
    for await (const piece of Readable.from([packedOf(bytes)]).pipe(createInflate())) {
      counted += (piece as Buffer).length;
      if (counted > most) throw new RangeError("more pixels than it says");
    }
  } catch (thrown) {
    throw broken(thrown);
  }
}

/** @param bytes which `requireBounded` has let through @throws AppError FORMAT_UNREADABLE */
export function decodePng(bytes: Buffer): Pixels {
  try {
    const { width, height, data } = PNG.sync.read(bytes);
    if (data.length !== width * height * 4) throw new RangeError("not as many pixels as it says");
    const { buffer, byteOffset, length } = Buffer.from(data);
    return { width, height, data: new Uint8ClampedArray(buffer, byteOffset, length) };
  } catch (thrown) {
    throw broken(thrown);
  }
}

/** The picture as it looks on a ground of one grey. @param ground 0 is black, 255 white */
export function onGround({ width, height, data }: Pixels, ground: number): Pixels {
  const flat = new Uint8ClampedArray(data.length);
  for (let at = 0; at < data.length; at += 4) {
    const cover = (data[at + 3] ?? 0) / 255;
    for (let colour = at; colour < at + 3; colour += 1)
      flat[colour] = (data[colour] ?? 0) * cover + ground * (1 - cover);
    flat[at + 3] = 255;
  }
  return { width, height, data: flat };
}
