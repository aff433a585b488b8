import manifest from "../../../package.json" with { type: "json" };

/** The console's version, as in package.json. */
export const version: string = manifest.version;
