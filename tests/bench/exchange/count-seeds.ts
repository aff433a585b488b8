import { formatOf } from "#main/formats/registry.ts";
import { withSource } from "#main/formats/source.ts";
import { opening } from "../../support/seed-files.ts";

/** Reads a file as an import does, up to the judgement. @returns how many entries it has */
export const countSeeds = (file: string): Promise<number> =>
  withSource(file, async (source) => {
    let count = 0;
    for await (const { fault } of formatOf(source).read.read(source, opening())) {
      if (fault) throw new Error("an entry is at fault");
      count += 1;
    }
    return count;
  });
