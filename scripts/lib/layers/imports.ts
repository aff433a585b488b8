import { parseSync, Visitor } from "oxc-parser";

/** One import of a module, in whatever form it is written. */
export interface Import {
  /** The text between the quotes; `undefined` when it is computed and cannot be followed. */
  specifier: string | undefined;
  line: number;
}

interface Literal {
  type: string;
  value?: unknown;
}

/**
 * Every module that a TypeScript source names: static and dynamic imports, re-exports, import types, require,
 * and `new URL("./x.ts", import.meta.url)`, by which workers are started.
 * @throws Error when the source does not parse
 */
export function importsOf(file: string, source: string): Import[] {
  const { program, errors } = parseSync(file, source);
  if (errors[0] !== undefined) throw new Error(`${file} does not parse: ${errors[0].message}`);
  const found: Import[] = [];
  const note = (node: { start: number }, target: Literal | null | undefined) => {
    if (target === null || target === undefined) return;
    const specifier = target.type === "Literal" && typeof target.value === "string" ? target.value : undefined;
    found.push({ specifier, line: source.slice(0, node.start).split("\n").length });
  };
  new Visitor({
    ImportDeclaration: (node) => note(node, node.source),
    ExportNamedDeclaration: (node) => note(node, node.source),
    ExportAllDeclaration: (node) => note(node, node.source),
    ImportExpression: (node) => note(node, node.source),
    TSImportType: (node) => note(node, node.source),
    CallExpression: (node) => {
      if (node.callee.type === "Identifier" && node.callee.name === "require") note(node, node.arguments[0]);
    },
    NewExpression: (node) => {
      const [target, base] = node.arguments;
      const isUrl = node.callee.type === "Identifier" && node.callee.name === "URL";
      if (isUrl && base !== undefined && source.slice(base.start, base.end) === "import.meta.url") note(node, target);
    },
  }).visit(program);
  return found;
}
