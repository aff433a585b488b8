import type { Edge, Graph } from "./graph.ts";

/** A part of src/ and what it may import besides itself. */
export interface Area {
  /** A folder or a file. `*` stands for one folder; each such folder is a separate area. */
  path: string;
  /** Folders or files. */
  may: readonly string[];
  /** Names of npm packages, or "any" package that no `owners` rule reserves. */
  packages: readonly string[] | "any";
  /** Packages of which only types may be imported, even if an `owners` rule reserves the rest. */
  typesOf?: readonly string[];
  /** Whether Node's own modules may be imported. */
  node: boolean;
}

/** A package that only some areas may import. */
export interface Owner {
  package: string;
  by: readonly string[];
}

/** A folder that nothing outside of it may import from, or a file that nothing may import, except for a few. */
export interface Closed {
  path: string;
  by: readonly string[];
}

export interface Rules {
  areas: readonly Area[];
  /** Those of `areas` that stand on each other, from the ground up. */
  floors: readonly Area[];
  owners: readonly Owner[];
  closed: readonly Closed[];
}

/** One sentence for each forbidden import, and one for each module outside all areas. */
export function violations(graph: Graph, rules: Rules): string[] {
  return [...graph].flatMap(([file, edges]) => {
    const area = areaOf(file, rules.areas);
    if (area === undefined) return [`${file} belongs to no area: add its room to scripts/lib/layers/rules.ts`];
    return edges.flatMap((edge) => {
      const objection = objectionTo(edge, file, area, rules);
      return objection === undefined ? [] : [`${file}:${edge.line} ${objection}`];
    });
  });
}

/** Sentences, one for each permission to import from a floor above. */
export function risingArrows({ floors }: Rules): string[] {
  return floors.flatMap(({ path, may }, floor) => {
    const above = floors.slice(floor + 1);
    return above
      .filter((higher) => may.some((place) => covers(place, higher.path) || covers(higher.path, place)))
      .filter((higher) => !covers(path, higher.path) && !covers(higher.path, path))
      .map((higher) => `${path} may import ${higher.path}, which stands above it`);
  });
}

const covers = (folder: string, path: string): boolean => path === folder || path.startsWith(`${folder}/`);

interface Found {
  rule: Area;
  /** The area's path with `*` filled in. */
  path: string;
}

/** The most specific area that contains a file. */
function areaOf(file: string, areas: readonly Area[]): Found | undefined {
  const matches = areas.flatMap((rule) => {
    const path = matchedPath(file, rule.path);
    return path === undefined ? [] : [{ rule, path }];
  });
  return matches.toSorted((a, b) => b.path.length - a.path.length)[0];
}

function matchedPath(file: string, pattern: string): string | undefined {
  const wanted = pattern.split("/");
  const parts = file.split("/").slice(0, wanted.length);
  const fits = parts.length === wanted.length && wanted.every((part, index) => part === "*" || part === parts[index]);
  return fits ? parts.join("/") : undefined;
}

function objectionTo(edge: Edge, file: string, area: Found, { owners, closed }: Rules): string | undefined {
  const { rule, path } = area;
  const { target } = edge;
  switch (target.kind) {
    case "unknown":
      return `imports ${target.specifier}, which leads to no module`;
    case "node":
      return rule.node ? undefined : `imports ${target.name}, but ${path} may not import Node's modules`;
    case "package": {
      if (edge.typeOnly && rule.typesOf?.includes(target.name) === true) return undefined;
      const owner = owners.find((candidate) => candidate.package === target.name);
      if (owner !== undefined && !owner.by.some((place) => matchedPath(file, place) !== undefined)) {
        return `imports ${target.name}, which only ${owner.by.join(", ")} may import`;
      }
      if (rule.packages === "any" || rule.packages.includes(target.name)) return undefined;
      return `imports the package ${target.name}, but ${path} may import ${only(rule.packages)}`;
    }
    case "module": {
      const door = closed.find((folder) => covers(folder.path, target.path));
      if (door !== undefined && ![door.path, ...door.by].some((place) => covers(place, file))) {
        return `imports ${target.path}, but only ${only(door.by)} may look into ${door.path}`;
      }
      const allowed = [path, ...rule.may].some((place) => matchedPath(target.path, place) !== undefined);
      return allowed ? undefined : `imports ${target.path}, but ${path} may import ${only(rule.may)}`;
    }
  }
}

function only(names: readonly string[]): string {
  return names.length === 0 ? "nothing else" : `only ${names.join(", ")}`;
}
