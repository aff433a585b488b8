import { nameKey } from "#shared/model/text.ts";
import type { NamedByDn } from "../formats/csv/columns/dn.ts";

/** A name that several groups of the directory have. */
export interface OneNamed {
  name: string;
  /** Distinguished names of two of them. */
  dns: readonly [string, string];
}

/** So many groups are remembered; a directory has fewer. */
const mostRemembered = 100_000;

/** Which entries of the directory the groups of a table are: two of one name in different folders would become one. */
export class GroupFolders {
  readonly #seen = new Map<string, NamedByDn>();
  readonly oneNamed = new Map<string, OneNamed>();

  note(entries: readonly NamedByDn[]): void {
    for (const entry of entries) {
      const key = nameKey(entry.name);
      const before = this.#seen.get(key);
      if (before === undefined) {
        if (this.#seen.size < mostRemembered) this.#seen.set(key, entry);
      } else if (before.dnKey !== entry.dnKey && !this.oneNamed.has(key)) {
        this.oneNamed.set(key, { name: before.name, dns: [before.dn, entry.dn] });
      }
    }
  }
}
