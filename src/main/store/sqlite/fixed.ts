import type { Compilable, CompiledQuery } from "kysely";
import type { Db } from "../open.ts";

/**
 * A statement that never changes except for its values: built and compiled at its first use, which otherwise costs more
 * than running it.
 *
 * @param build makes the statement with any values, in the order in which `run` gives them
 * @returns runs it on a connection or in a transaction
 */
export function fixed<Row>(build: (db: Db) => Compilable<Row>): (db: Db, ...values: unknown[]) => Promise<Row[]> {
  let compiled: CompiledQuery<Row> | undefined;
  return async (db, ...values) => {
    compiled ??= build(db).compile();
    const { rows } = await db.executeQuery<Row>({ ...compiled, parameters: values });
    return rows;
  };
}
