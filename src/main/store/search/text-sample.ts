import { prepared, type Raw } from "../sqlite/connection.ts";

/** How many texts show what is common. */
const size = 256;
/** How many searches a sample serves, however the directory changes meanwhile: it affects only their cost. */
const uses = 500;

const samples = new WeakMap<Raw, { texts: string[]; left: number }>();

function draw(raw: Raw): string[] {
  const newest = prepared(raw, "SELECT max(pk) FROM users").pluck().get() as number | null;
  const step = Math.max(1, Math.floor((newest ?? 0) / size));
  const text = prepared(raw, "SELECT search FROM users WHERE pk >= ? ORDER BY pk LIMIT 1").pluck();
  const texts: string[] = [];
  for (let pk = 1; pk <= (newest ?? 0) && texts.length < size; pk += step) texts.push(text.get(pk) as string);
  return texts;
}

/** @returns about how many of the people's texts have a run of letters, 0 to 1 */
export function shareIn(raw: Raw): (gram: string) => number {
  let sample = samples.get(raw);
  if (!sample || sample.left === 0) samples.set(raw, (sample = { texts: draw(raw), left: uses }));
  sample.left -= 1;
  const { texts } = sample;
  return (gram) =>
    texts.reduce((found, text) => (text.includes(gram) ? found + 1 : found), 0) / Math.max(1, texts.length);
}
