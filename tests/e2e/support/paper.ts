import { execFileSync } from "node:child_process";
import { requireTool } from "../../support/tools.ts";

/** The first page of a PDF as a PNG picture. */
export const firstPage = (pdf: string): Buffer =>
  execFileSync(requireTool("pdftoppm"), ["-r", "150", "-png", "-singlefile", pdf], { maxBuffer: 64 * 1024 * 1024 });
