import { rows } from "../statements.ts";
import type { Db } from "../store.ts";

/** How many texts show what is common. */
const size = 256;
/** How many searches a sample serves, however the directory changes meanwhile: it affects only their cost. */
const uses = 500;

const samples = new WeakMap<object, { texts: string[]; left: number }>();

/** People at even distances, each the next one from a number on. */
const drawn = `
  WITH RECURSIVE places (pk, step, last) AS (
    SELECT 1, max(1, coalesce(max(pk), 0) / ${size}), coalesce(max(pk), 0) FROM users
    UNION ALL SELECT pk + step, step, last FROM places WHERE pk + step <= last LIMIT ${size})
  SELECT (SELECT search FROM users u WHERE u.pk >= places.pk ORDER BY u.pk LIMIT 1) AS text
  FROM places WHERE places.pk <= last`;

const draw = async (db: Db): Promise<string[]> => (await rows<{ text: string }>(db, drawn)).map(({ text }) => text);

/** @returns about how many of the people's texts have a run of letters, 0 to 1 */
export async function shareIn(db: Db): Promise<(gram: string) => number> {
  // A store and its transactions share one adapter.
  const { adapter } = db.getExecutor();
  let sample = samples.get(adapter);
  if (!sample || sample.left === 0) samples.set(adapter, (sample = { texts: await draw(db), left: uses }));
  sample.left -= 1;
  const { texts } = sample;
  return (gram) =>
    texts.reduce((found, text) => (text.includes(gram) ? found + 1 : found), 0) / Math.max(1, texts.length);
}
