import { type FileHandle, mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import type { LetterLanguage, PageMark } from "#shared/contract/letters.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { syncFolder } from "../../files/durable.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import type { PaperSize } from "../../sheets/paper.ts";
import type { Typefaces } from "../../sheets/typefaces.ts";
import { type Document, drawPage, type OpenedLogo } from "../../sheets/draw.ts";
import { letterFileName } from "./file-names.ts";
import { type LogoPicture, openLogo } from "./logo.ts";

export interface PdfOptions {
  faces: Typefaces;
  logo: LogoPicture | null;
  language: LetterLanguage;
  paper: PaperSize;
  title: string;
  /** UTC milliseconds. */
  at: number;
}

/** Where the letters go, page by page. */
export interface LetterSink {
  add(letter: { username: string; serial: string; marks: PageMark[] }): Promise<void>;
  /** Everything is on the disk afterwards. */
  finish(): Promise<void>;
  /** Closes whatever is open after a failure; what was written stays. */
  abandon(): Promise<void>;
}

/** Bytes that are collected before they are written. */
const writeSize = 128 * 1024;

/** Says which disk is meant. */
function refuseTarget(thrown: unknown): never {
  const error = toAppError(thrown);
  if (error.code !== "DISK_FULL") throw error;
  throw new AppError("DISK_FULL", {
    text: text("letters.diskFull"),
    cause: thrown,
  });
}

/** One PDF that is written as it grows: a page leaves the memory when the next one begins. */
class PdfFile {
  readonly #document: Document;
  readonly #handle: FileHandle;
  readonly #faces: Typefaces;
  readonly #logo: OpenedLogo | null;
  #before: ReadonlySet<string> = new Set();
  #gathered: Buffer[] = [];
  #size = 0;

  private constructor(document: Document, handle: FileHandle, { faces, logo }: PdfOptions) {
    this.#document = document;
    this.#handle = handle;
    this.#faces = faces;
    this.#logo = logo ? openLogo(document, logo) : null;
  }

  /** @param file must not exist; made with mode 0600 */
  static async open(file: string, options: PdfOptions): Promise<PdfFile> {
    const { default: Pdf } = await import("pdfkit");
    const document = new Pdf({
      size: [options.paper.width, options.paper.height],
      margin: 0,
      autoFirstPage: false,
      font: "",
      lang: options.language,
      displayTitle: true,
      info: {
        Title: options.title,
        Creator: "Countersign",
        Producer: "Countersign",
        CreationDate: new Date(options.at),
      },
    });
    return new PdfFile(document, await open(file, "wx", 0o600).catch(refuseTarget), options);
  }

  async addPage(marks: PageMark[]): Promise<void> {
    this.#document.addPage();
    drawPage({ document: this.#document, faces: this.#faces, logo: this.#logo, before: this.#before }, marks);
    this.#before = new Set(marks.flatMap((mark) => (mark.kind === "text" ? [mark.text] : [])));
    for (let chunk: unknown; (chunk = this.#document.read()) !== null;) await this.#gather(chunk as Buffer);
  }

  async #gather(chunk: Buffer): Promise<void> {
    this.#gathered.push(chunk);
    this.#size += chunk.length;
    if (this.#size >= writeSize) await this.#write();
  }

  async #write(): Promise<void> {
    const bytes = Buffer.concat(this.#gathered);
    this.#gathered = [];
    this.#size = 0;
    await this.#handle.appendFile(bytes).catch(refuseTarget);
  }

  async finish(): Promise<void> {
    try {
      this.#document.end();
      for await (const chunk of this.#document as AsyncIterable<Buffer>) await this.#gather(chunk);
      await this.#write();
      await this.#handle.sync().catch(refuseTarget);
    } finally {
      await this.#handle.close();
    }
  }

  abandon(): Promise<void> {
    return this.#handle.close();
  }
}

/** One PDF with a page each. */
export async function openFileSink(file: string, options: PdfOptions): Promise<LetterSink> {
  const pdf = await PdfFile.open(file, options);
  return {
    add: ({ marks }) => pdf.addPage(marks),
    finish: () => pdf.finish(),
    abandon: () => pdf.abandon(),
  };
}

/** How many files are flushed to the disk together. */
const together = 4;

/** One PDF each. @param folder must not exist; made with mode 0700 */
export async function openFolderSink(folder: string, options: PdfOptions): Promise<LetterSink> {
  await mkdir(folder, { mode: 0o700 }).catch(refuseTarget);
  let finishing: Promise<AppError | null>[] = [];
  const settle = async (): Promise<void> => {
    const failures = await Promise.all(finishing);
    finishing = [];
    for (const failure of failures) if (failure) throw failure;
  };
  return {
    async add({ username, serial, marks }) {
      const pdf = await PdfFile.open(join(folder, letterFileName(username, serial)), options);
      finishing.push(
        pdf
          .addPage(marks)
          .then(() => pdf.finish())
          .then(() => null, toAppError),
      );
      if (finishing.length === together) await settle();
    },
    async finish() {
      await settle();
      await syncFolder(folder);
    },
    abandon: async () => void (await Promise.all(finishing)),
  };
}
