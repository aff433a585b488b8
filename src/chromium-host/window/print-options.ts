import type { PrintToPDFMargins, PrintToPDFOptions } from "electron";
import type Protocol from "devtools-protocol";

/** Paper sizes by name, inches (ISO 216; ANSI/ASME Y14.1). */
const papers: Readonly<Record<string, readonly [width: number, height: number]>> = {
  A0: [33.1, 46.8],
  A1: [23.4, 33.1],
  A2: [16.54, 23.4],
  A3: [11.7, 16.54],
  A4: [8.27, 11.7],
  A5: [5.83, 8.27],
  A6: [4.13, 5.83],
  Legal: [8.5, 14],
  Letter: [8.5, 11],
  Ledger: [17, 11],
  Tabloid: [11, 17],
};

function paper(size: PrintToPDFOptions["pageSize"]): { paperWidth: number; paperHeight: number } {
  if (typeof size === "object") return { paperWidth: size.width, paperHeight: size.height };
  const [paperWidth, paperHeight] = papers[size ?? "Letter"] ?? [];
  if (paperWidth === undefined || paperHeight === undefined) throw new Error(`Invalid pageSize ${String(size)}`);
  return { paperWidth, paperHeight };
}

const margins = ({ top, bottom, left, right }: PrintToPDFMargins): Partial<Protocol.Page.PrintToPDFRequest> => ({
  ...(top === undefined ? {} : { marginTop: top }),
  ...(bottom === undefined ? {} : { marginBottom: bottom }),
  ...(left === undefined ? {} : { marginLeft: left }),
  ...(right === undefined ? {} : { marginRight: right }),
});

/** Electron's options for printToPDF as Chromium takes them; lengths are inches in both. */
export function printParameters(options: PrintToPDFOptions): Protocol.Page.PrintToPDFRequest {
  return {
    ...paper(options.pageSize),
    ...margins(options.margins ?? {}),
    landscape: options.landscape ?? false,
    displayHeaderFooter: options.displayHeaderFooter ?? false,
    printBackground: options.printBackground ?? false,
    scale: options.scale ?? 1,
    pageRanges: options.pageRanges ?? "",
    preferCSSPageSize: options.preferCSSPageSize ?? false,
    generateTaggedPDF: options.generateTaggedPDF ?? false,
    generateDocumentOutline: options.generateDocumentOutline ?? false,
    ...(options.headerTemplate === undefined ? {} : { headerTemplate: options.headerTemplate }),
    ...(options.footerTemplate === undefined ? {} : { footerTemplate: options.footerTemplate }),
  };
}
