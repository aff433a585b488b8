import { globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { parseSync, Visitor } from "oxc-parser";

/** The only module that opens a transaction of the store: a change that it does not know of has no event. */
const writer = "src/main/call/change.ts";

/** Lines on which a source opens one: `write` of something named `store`, or of anything that is given a function. */
export function writesOf(file: string, source: string): number[] {
  const lines: number[] = [];
  const { program } = parseSync(file, source);
  new Visitor({
    CallExpression({ callee, arguments: given, start }) {
      if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return;
      if (callee.property.name !== "write") return;
      const receiver = source.slice(callee.object.start, callee.object.end);
      const works = given[0]?.type === "ArrowFunctionExpression" || given[0]?.type === "FunctionExpression";
      if (works || /\bstore$/u.test(receiver)) lines.push(source.slice(0, start).split("\n").length);
    },
  }).visit(program);
  return lines;
}

/** Sentences, one for each transaction that is opened elsewhere. @param folder of the project */
export function strayWrites(folder: string): string[] {
  const files = globSync("src/main/**/*.ts", { cwd: folder }).map((file) => file.split(sep).join("/"));
  return files.toSorted().flatMap((file) => {
    if (file === writer) return [];
    const lines = writesOf(file, readFileSync(join(folder, file), "utf8"));
    return lines.map((line) => `${file}:${line} opens a transaction, which only ${writer} may: use change(context, …)`);
  });
}
