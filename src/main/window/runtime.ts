import type { Runtime } from "#shared/contract/system.ts";

/** What replaces Electron gives its name here, and Chromium's version once Chromium has answered. */
const markerKey = Symbol.for("countersign.runtime");

interface Marker {
  version: string | null;
}

const markerOf = (scope: object): Marker | undefined => (scope as Record<symbol, Marker | undefined>)[markerKey];

/**
 * Which of the two runtimes this is. The version is read when it is asked for.
 *
 * @param scope where the marker is looked for
 */
export function currentRuntime(versions: NodeJS.ProcessVersions, scope: object = globalThis): Runtime {
  const marker = markerOf(scope);
  if (marker === undefined) return { name: "electron", version: versions["electron"] ?? "unknown" };
  return {
    name: "chromium",
    get version() {
      return marker.version ?? "unknown";
    },
  };
}
