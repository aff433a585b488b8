/** The most rows that one call returns. */
const pageSize = 200;

interface Page<Row> {
  rows: Row[];
  nextCursor: string | null;
}

/**
 * Reads page after page of a list, up to `limit` rows.
 * @returns the rows, and the last page that was read
 */
export async function collect<Row, P extends Page<Row>>(
  limit: number,
  read: (limit: number, cursor: string | undefined) => Promise<P & Page<Row>>,
): Promise<{ rows: Row[]; last: P }> {
  let last = await read(Math.min(limit, pageSize), undefined);
  const rows = [...last.rows];
  while (rows.length < limit && last.nextCursor !== null) {
    last = await read(Math.min(limit - rows.length, pageSize), last.nextCursor);
    rows.push(...last.rows);
  }
  return { rows, last };
}
