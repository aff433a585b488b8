import type { Compilable, DialectAdapter } from "kysely";
import { rows } from "./statements.ts";
import type { Db } from "./store.ts";

/**
 * A statement that never changes except for its values: built and compiled at its first use on a store, which otherwise
 * costs more than running it.
 *
 * @param build makes the statement with any values, in the order in which `run` gives them; one that writes takes a `Tx`
 * @returns runs it on a connection or in a transaction
 */
export function fixed<Row, On extends Db = Db>(
  build: (db: On) => Compilable<Row>,
): (db: On, ...values: unknown[]) => Promise<Row[]> {
  // A store and its transactions share one adapter.
  const texts = new WeakMap<DialectAdapter, string>();
  return (db, ...values) => {
    const { adapter } = db.getExecutor();
    let text = texts.get(adapter);
    if (text === undefined) texts.set(adapter, (text = build(db).compile().sql));
    return rows<Row>(db, text, ...values);
  };
}
