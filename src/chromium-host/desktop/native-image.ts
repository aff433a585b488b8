import { readFileSync } from "node:fs";
import { refuseUnknownMembers, refusingObject } from "../refusals.ts";

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The content of a PNG file, or nothing. */
class NativeImage {
  readonly #png: Buffer;

  constructor(png: Buffer) {
    this.#png = png;
  }

  isEmpty(): boolean {
    return this.#png.length === 0;
  }

  /** From the header (PNG, 11.2.2 IHDR), pixels. */
  getSize(): { width: number; height: number } {
    if (this.isEmpty()) return { width: 0, height: 0 };
    return { width: this.#png.readUInt32BE(16), height: this.#png.readUInt32BE(20) };
  }

  toPNG(): Buffer {
    return Buffer.from(this.#png);
  }

  toDataURL(): string {
    return `data:image/png;base64,${this.#png.toString("base64")}`;
  }
}
refuseUnknownMembers("NativeImage", NativeImage);

function read(path: string): Buffer {
  try {
    const content = readFileSync(path);
    return content.length >= 24 && content.subarray(0, 8).equals(signature) ? content : Buffer.alloc(0);
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return Buffer.alloc(0);
    throw cause;
  }
}

/** `nativeImage`: PNG files only. As in Electron, a file that cannot be read is an empty image. */
export const nativeImage = refusingObject("nativeImage", {
  createEmpty: (): NativeImage => new NativeImage(Buffer.alloc(0)),
  createFromPath: (path: string): NativeImage => new NativeImage(read(path)),
});
