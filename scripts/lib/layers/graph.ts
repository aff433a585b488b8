import { globSync, readFileSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, posix, sep } from "node:path";
import { importsOf } from "./imports.ts";

/** What an import refers to. */
export type Target =
  | { kind: "module"; path: string }
  | { kind: "package"; name: string }
  | { kind: "node"; name: string }
  | { kind: "unknown"; specifier: string };

export interface Edge {
  line: number;
  typeOnly: boolean;
  target: Target;
}

/** Each module's path from the project's root, with its imports. */
export type Graph = Map<string, Edge[]>;

/** Reads every TypeScript module under `folder`/src. */
export function readGraph(folder: string): Graph {
  const files = globSync("src/**/*.{ts,tsx,mts,cts}", { cwd: folder }).map((file) => file.split(sep).join("/"));
  return new Map(files.toSorted().map((file) => [file, edgesOf(folder, file)]));
}

function edgesOf(folder: string, file: string): Edge[] {
  const source = readFileSync(join(folder, file), "utf8");
  return importsOf(file, source).map(({ specifier, ...where }) => ({
    ...where,
    target: resolve(folder, file, specifier),
  }));
}

/** The subpath imports of package.json. */
const aliases = { "#shared/": "src/shared/", "#main/": "src/main/" };

function resolve(folder: string, from: string, specifier: string | undefined): Target {
  if (specifier === undefined) return { kind: "unknown", specifier: "a computed name" };
  if (specifier.startsWith(".")) return inTree(folder, posix.join(posix.dirname(from), specifier), specifier);
  const alias = Object.entries(aliases).find(([prefix]) => specifier.startsWith(prefix));
  if (alias !== undefined) return inTree(folder, alias[1] + specifier.slice(alias[0].length), specifier);
  if (isBuiltin(specifier)) return { kind: "node", name: specifier };
  const parts = specifier.split("/");
  return { kind: "package", name: specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? "") };
}

function inTree(folder: string, path: string, specifier: string): Target {
  const [file = ""] = path.split("?");
  const exists = statSync(join(folder, file), { throwIfNoEntry: false })?.isFile() === true;
  return exists ? { kind: "module", path: file } : { kind: "unknown", specifier };
}

/** Groups of modules that import each other in a cycle, type imports included. */
export function circles(graph: Graph): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];

  // Tarjan's strongly connected components.
  const visit = (node: string): number => {
    const own = index.size;
    index.set(node, own);
    let lowest = own;
    stack.push(node);
    for (const next of modulesOf(graph, node)) {
      if (!index.has(next)) lowest = Math.min(lowest, visit(next));
      else if (stack.includes(next)) lowest = Math.min(lowest, index.get(next) ?? lowest);
    }
    low.set(node, lowest);
    if (lowest === own) {
      const group = stack.splice(stack.indexOf(node));
      if (group.length > 1 || modulesOf(graph, node).includes(node)) found.push(group);
    }
    return lowest;
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return found;
}

function modulesOf(graph: Graph, node: string): string[] {
  return (graph.get(node) ?? []).flatMap(({ target }) =>
    target.kind === "module" && graph.has(target.path) ? [target.path] : [],
  );
}
