/*
 * What a picture needs to be decoded, from its header alone: PNG (W3C Recommendation, 5.3 and 11.2.2) and JPEG (ITU-T T.81,
 * B.2). Nothing of it is decoded before that is known.
 */

export interface Size {
  readonly width: number;
  readonly height: number;
  /** Bytes, at most, that decoding takes. */
  readonly memory: number;
}

const pngMark = Buffer.from("89504e470d0a1a0a", "hex");

export const isPng = (head: Buffer): boolean => head.subarray(0, pngMark.length).equals(pngMark);

/** SOI, and the first byte of the next marker. */
export const isJpeg = (head: Buffer): boolean => head.length > 3 && head.readUIntBE(0, 3) === 0xffd8ff;

/** Other kinds, by what stands at the beginning, and at byte 4 or 8. */
const otherKinds: readonly (readonly [kind: string, at: number, mark: RegExp])[] = [
  ["HEIC", 4, /^ftyp(?:hei|hev|mif1|msf1)/u],
  ["AVIF", 4, /^ftypavi/u],
  ["WebP", 8, /^WEBP/u],
  ["GIF", 0, /^GIF8[79]a/u],
  ["TIFF", 0, /^(?:II\*\0|MM\0\*)/u],
];

/** @returns the name of a kind of picture that is not read, or null */
export function otherKind(head: Buffer): string | null {
  const fits = otherKinds.find(([, at, mark]) => mark.test(head.toString("latin1", at, at + 8)));
  return fits?.[0] ?? null;
}

/** Samples a pixel, by the kind of colour. */
const samples: Readonly<Partial<Record<number, number>>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Of indexed colours: what each index stands for, decoded. */
const indexed = 3;

export interface PngSize extends Size {
  readonly interlaced: boolean;
  /** Whether a pixel may let through what is behind; in indexed colours that stands elsewhere. */
  readonly transparent: boolean;
  /** Bytes of its pixels as they are packed. */
  readonly raw: number;
}

/** @returns null where the header is none */
export function pngSize(bytes: Buffer): PngSize | null {
  if (bytes.length < 29 || bytes.toString("latin1", 12, 16) !== "IHDR") return null;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const [depth, colour, interlace] = [bytes.readUInt8(24), bytes.readUInt8(25), bytes.readUInt8(28)];
  const count = samples[colour];
  if (width === 0 || height === 0 || count === undefined || depth > 16) return null;
  const raw = (Math.ceil((width * count * depth) / 8) + 1) * height;
  const memory = 2 * raw + width * height * (colour === indexed ? 5 : 1);
  return {
    width,
    height,
    memory,
    interlaced: interlace !== 0,
    transparent: count % 2 === 0 || colour === indexed,
    raw,
  };
}

/** Start of frame: all of 0xc0 to 0xcf but those of tables and of arithmetic coding. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** Of progressive coding, whose coefficients are kept until the end: two bytes each. */
const isProgressive = (marker: number): boolean => (marker & 3) === 2;

/** Markers that stand alone. */
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** @returns null where there is no frame */
export function jpegSize(bytes: Buffer): Size | null {
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff) at += 1;
    else if (isBare(marker)) at += 2;
    else if (isFrame(marker)) return frameSize(bytes.subarray(at + 4), isProgressive(marker));
    else at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

function frameSize(frame: Buffer, progressive: boolean): Size | null {
  const count = frame[5] ?? 0;
  if (count === 0 || count > 4 || frame.length < 6 + 3 * count) return null;
  const [height, width] = [frame.readUInt16BE(1), frame.readUInt16BE(3)];
  // Of each component, how often it is sampled across and down.
  const sampled = Array.from({ length: count }, (_, at) => frame.readUInt8(7 + 3 * at)).map((both) => [
    both >> 4,
    both & 15,
  ]);
  const [across, down] = [0, 1].map((way) => Math.max(...sampled.map((one) => one[way] ?? 0)));
  if (width === 0 || height === 0 || !across || !down) return null;
  const perPixel = sampled.reduce((sum, [x = 0, y = 0]) => sum + (x * y) / (across * down), 0);
  return { width, height, memory: width * height * (perPixel * (progressive ? 3 : 1) + 1) };
}
