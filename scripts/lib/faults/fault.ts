import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseSync } from "oxc-parser";

/** One small mistake in the product, and the tests that have to notice it. */
export interface Fault {
  /** What is done wrong, in a few words. No two are alike. */
  name: string;
  /** The module, from the root. */
  file: string;
  /** Occurs once in the module. */
  find: string;
  replace: string;
  /** Test files, from the root. */
  tests: readonly string[];
  /** Only the tests whose title, or group's title, contains this are run: quicker than the whole file. */
  named?: string;
}

/** Those of `root`/tests/faults, in the order of their files. @throws Error when a module exports none */
export async function readFaults(root: string): Promise<Fault[]> {
  const files = globSync("tests/faults/*.ts", { cwd: root }).toSorted();
  const modules = files.map((file) => import(pathToFileURL(join(root, file)).href) as Promise<{ faults?: Fault[] }>);
  return (await Promise.all(modules)).flatMap(({ faults }, index) => {
    if (faults === undefined) throw new Error(`${files[index]} exports no faults`);
    return faults;
  });
}

/** Why a fault no longer fits the tree, as a sentence; undefined if it does. */
export function staleness(root: string, { file, find, replace, tests, named }: Fault): string | undefined {
  if (!existsSync(join(root, file))) return `there is no ${file}`;
  const missing = tests.find((test) => !existsSync(join(root, test)));
  if (missing !== undefined) return `there is no ${missing}`;
  if (tests.length === 0) return "it names no tests";
  const source = readFileSync(join(root, file), "utf8");
  const times = source.split(find).length - 1;
  if (times !== 1) return `${JSON.stringify(find)} occurs ${times} times`;
  if (named !== undefined && !tests.some((test) => readFileSync(join(root, test), "utf8").includes(named)))
    return `no test is named ${JSON.stringify(named)}`;
  const { errors } = parseSync(file, seeded(source, { find, replace }));
  return errors.length === 0 ? undefined : `with it the module cannot be read: ${errors[0]?.message}`;
}

/** The module with its fault. A function as replacement, because `$` means something in a text. */
export const seeded = (source: string, { find, replace }: Pick<Fault, "find" | "replace">): string =>
  source.replace(find, () => replace);
