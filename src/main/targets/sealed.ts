import type { SealedHeader } from "../backups/archive/age/header.ts";
import { AgeStream } from "../backups/archive/age/stream.ts";
import type { Piece } from "../formats/format.ts";
import { Growing, type WrittenFile } from "./growing.ts";
import { Spool } from "./spool.ts";
import { headerOf, padding, tarEnd } from "./tar.ts";

/** A new file of which nothing touches the disk in the clear. Its digest is that of the encrypted bytes. */
class SealedFile {
  readonly #file: Growing;
  readonly #age: AgeStream;

  constructor(file: Growing, header: SealedHeader) {
    this.#file = file;
    this.#age = new AgeStream(header);
  }

  begin(): Promise<void> {
    return this.#file.write(this.#age.head);
  }

  async write(data: string | Uint8Array): Promise<void> {
    const bytes = Buffer.from(data as Uint8Array);
    for (const piece of this.#age.push(bytes)) await this.#file.write(piece);
    bytes.fill(0);
  }

  async finish(): Promise<WrittenFile> {
    await this.#file.write(this.#age.end());
    return this.#file.finish();
  }

  wipe(): void {
    this.#age.wipe();
  }
}

interface TarPlace {
  /** The folder that unpacking makes. */
  root: string;
  /** Of a private file that may be made meanwhile. */
  spool: string;
  /** UTC milliseconds. */
  at: number;
}

/** The files of a folder as one tar: a file is in it as soon as the next one begins. */
async function writeTar(
  pieces: AsyncIterable<Piece>,
  out: SealedFile,
  { root, spool: place, at }: TarPlace,
): Promise<void> {
  let spool: Spool | null = null;
  const put = async (whole: Spool): Promise<void> => {
    await out.write(headerOf({ name: `${root}/${whole.name}`, kind: "file", size: whole.size, at }));
    for await (const piece of whole.content()) await out.write(piece);
    await out.write(padding(whole.size));
    await whole.remove();
  };
  try {
    await out.write(headerOf({ name: `${root}/`, kind: "folder", size: 0, at }));
    for await (const { file = "", data } of pieces) {
      if (spool?.name !== file) {
        if (spool) await put(spool);
        spool = new Spool(file, place);
      }
      await spool.write(data);
    }
    if (spool) await put(spool);
    spool = null;
    await out.write(tarEnd);
  } finally {
    await spool?.remove();
  }
}

/**
 * Writes what a format has, encrypted at once: its one file, or its folder as one tar.
 *
 * @param tar null for a format of one file
 */
export async function writeSealed(
  pieces: AsyncIterable<Piece>,
  path: string,
  header: SealedHeader,
  tar: TarPlace | null,
): Promise<WrittenFile> {
  let file: Growing | null = await Growing.create("", path);
  const out = new SealedFile(file, header);
  try {
    await out.begin();
    if (tar) await writeTar(pieces, out, tar);
    else for await (const { data } of pieces) await out.write(data);
    const written = await out.finish();
    file = null;
    return written;
  } finally {
    out.wipe();
    await file?.close();
  }
}
