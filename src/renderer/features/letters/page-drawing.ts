/**
 * The dark modules of a QR code as one path, one rectangle for each horizontal run.
 * @param rows modules, "1" for dark
 */
export const modulesPath = (rows: readonly string[]): string =>
  rows
    .flatMap((row, y) =>
      [...row.matchAll(/1+/gu)].map(({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`),
    )
    .join("");
