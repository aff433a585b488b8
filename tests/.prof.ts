import { rmSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { openTypefaces } from "#main/sheets/typefaces.ts";
import { layoutLetter } from "#main/letters/layout.ts";
import { openFileSink } from "#main/letters/pdf.ts";
import { qrRows } from "#main/letters/qr.ts";
import { lettersIn } from "#main/letters/words/index.ts";
import { keyUri } from "#main/twofactor/totp.ts";
const intro = process.argv[2] === "long" ? "Dear {name}, this is what we ask of you. ".repeat(48) : "";
const faces = await openTypefaces();
const out = "/tmp/lt/b.pdf";
rmSync(out, { force: true });
const sink = await openFileSink(out, { faces, logo: null, language: "en", title: "x", at: Date.now() });
const N = 2000;
const c0 = process.cpuUsage();
const t0 = performance.now();
const parameters = { kind: "totp", algorithm: "SHA1", digits: 6, period: 30 } as const;
let tl = 0,
  tq = 0,
  ts = 0;
for (let i = 0; i < N; i++) {
  const name = `Person ${i} Of The Sample`;
  let t = performance.now();
  const rows = qrRows(keyUri("Example Hospital", `user${i}`, randomBytes(20), parameters));
  tq += performance.now() - t;
  t = performance.now();
  const marks = layoutLetter(
    faces,
    { words: lettersIn.en, logo: null, title: "", introduction: intro, closing: "", slip: true },
    {
      name,
      username: `user${i}`,
      organisation: "Example Hospital",
      serial: randomBytes(4).toString("hex"),
      expires: "8 December 2026",
      key: randomBytes(20).toString("hex").toUpperCase().slice(8),
      rows,
      parameters,
    },
  );
  tl += performance.now() - t;
  t = performance.now();
  await sink.add({ username: "", serial: "", marks });
  ts += performance.now() - t;
  if (i % 400 === 399) {
    globalThis.gc?.();
    const m = process.memoryUsage();
    console.log(
      i + 1,
      Object.entries(m)
        .map(([k, v]) => k + " " + (v / 1e6).toFixed(0))
        .join(", "),
    );
  }
}
await sink.finish();
const c = process.cpuUsage(c0);
console.log(
  "wall/page",
  (performance.now() - t0) / N,
  "cpu/page ms",
  (c.user + c.system) / 1000 / N,
  { layout: tl / N, qr: tq / N, draw: ts / N },
  process.memoryUsage().rss / 1e6,
);
