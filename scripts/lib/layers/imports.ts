import { parseSync, Visitor } from "oxc-parser";

/** One import of a module, in any form. */
export interface Import {
  /** The text between the quotes; `undefined` when it is computed and cannot be followed. */
  specifier: string | undefined;
  line: number;
  /** A type import, which is erased when the source runs. */
  typeOnly: boolean;
}

/** The parts of an expression that matter here: a literal, or a choice between two. */
interface Expression {
  type: string;
  value?: unknown;
  consequent?: Expression | Expression[];
  alternate?: Expression | null;
}

/** `a ? "b" : "c"` counts as both. */
function alternatives(expression: Expression): Expression[] {
  if (expression.type !== "ConditionalExpression") return [expression];
  const branches = [expression.consequent, expression.alternate].flat();
  return branches.flatMap((branch) => (branch === null || branch === undefined ? [] : alternatives(branch)));
}

function isSource({ value }: Expression): boolean {
  return typeof value === "string" && /\.tsx?$/.test(value);
}

/**
 * Every module that a TypeScript source names: static and dynamic imports, re-exports, import types, require,
 * and `new URL("./x.ts", import.meta.url)`, which starts workers.
 * @throws Error when the source does not parse
 */
export function importsOf(file: string, source: string): Import[] {
  const { program, errors } = parseSync(file, source);
  if (errors[0] !== undefined) throw new Error(`${file} does not parse: ${errors[0].message}`);
  const found: Import[] = [];
  const note = (node: { start: number }, target: Expression | null | undefined, typeOnly = false) => {
    if (target === null || target === undefined) return;
    const specifier = target.type === "Literal" && typeof target.value === "string" ? target.value : undefined;
    found.push({ specifier, line: source.slice(0, node.start).split("\n").length, typeOnly });
  };
  new Visitor({
    ImportDeclaration: (node) => note(node, node.source, node.importKind === "type"),
    ExportNamedDeclaration: (node) => note(node, node.source, node.exportKind === "type"),
    ExportAllDeclaration: (node) => note(node, node.source, node.exportKind === "type"),
    ImportExpression: (node) => note(node, node.source),
    TSImportType: (node) => note(node, node.source, true),
    CallExpression: (node) => {
      if (node.callee.type === "Identifier" && node.callee.name === "require") note(node, node.arguments[0]);
    },
    NewExpression: (node) => {
      const [target, base] = node.arguments;
      const isUrl = node.callee.type === "Identifier" && node.callee.name === "URL";
      if (!isUrl || target === undefined || base === undefined) return;
      if (source.slice(base.start, base.end) !== "import.meta.url") return;
      // This form also refers to files that are not sources.
      for (const literal of alternatives(target)) if (isSource(literal)) note(node, literal);
    },
  }).visit(program);
  return found;
}
