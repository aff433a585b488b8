import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { deflateSync, crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readPicture } from "#main/files/picture.ts";
import { layoutLetter } from "#main/enrolment/letters/layout.ts";
import { openFileSink } from "#main/enrolment/letters/pdf.ts";
import { qrRows } from "#main/sheets/qr.ts";
import { lettersIn } from "#main/enrolment/letters/words/index.ts";
import { paperSizes } from "#main/sheets/paper.ts";
import { openTypefaces } from "#main/sheets/typefaces.ts";
import { defaultParameters } from "#main/twofactor/totp.ts";
import type { LetterLanguage } from "#shared/contract/letters.ts";
import { type Harness, openHarness, setUp, temporaryFolder } from "../../../support/harness.ts";
import { pagesOf } from "../../../support/letters.ts";
import { requireTool, toolsMissing } from "../../../support/tools.ts";

async function ready(): Promise<Harness> {
  const harness = await openHarness();
  await setUp(harness);
  return harness;
}

const fields = {
  name: "English",
  language: "en" as LetterLanguage,
  logo: null as string | null,
  title: "Hello {name}",
  introduction: "",
  closing: "",
};

/** A PNG (ISO/IEC 15948) of one colour with transparency; its size may be claimed to be another. */
function png(width: number, height: number, claimed = { width, height }): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(claimed.width, 0);
  head.writeUInt32BE(claimed.height, 4);
  head.set([8, 6], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 4, 0x80)]);
  const rows = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))]);
}

const logo = png(60, 20).toString("base64");

describe("templates", () => {
  it("begin with one that is always there, and the last one stays", async () => {
    const harness = await ready();
    const { templates } = await harness.call("letters.templates", {});
    expect(templates).toMatchObject([{ name: "Standard", language: "en", logo: null }]);
    const [standard] = templates;
    if (!standard) throw new Error("no template");
    expect(await harness.refuse("letters.deleteTemplate", { id: standard.id })).toMatchObject({ code: "CONFLICT" });

    const saved = await harness.call("letters.saveTemplate", { ...fields, logo });
    expect(saved).toMatchObject({ name: "English", logo });
    const names = async () => (await harness.call("letters.templates", {})).templates.map(({ name }) => name);
    expect(await names()).toEqual(["English", "Standard"]);
    await harness.call("letters.saveTemplate", { ...fields, id: standard.id, name: "Deutsch", language: "de" });
    expect(await names()).toEqual(["Deutsch", "English"]);
    expect(await harness.refuse("letters.saveTemplate", { ...fields, name: "ENGLISH" })).toMatchObject({
      code: "CONFLICT",
      fields: { name: expect.any(String) as string },
    });
    await harness.call("letters.deleteTemplate", { id: standard.id });
    expect(await harness.refuse("letters.deleteTemplate", { id: saved.id })).toMatchObject({ code: "CONFLICT" });
    expect(await harness.refuse("letters.deleteTemplate", { id: standard.id })).toMatchObject({ code: "NOT_FOUND" });
    const { rows } = await harness.call("audit.list", { action: "letters" });
    expect(rows.map(({ action, target }) => [action, target])).toEqual([
      ["letters.deleteTemplate", "Deutsch"],
      ["letters.editTemplate", "Deutsch"],
      ["letters.addTemplate", "English"],
    ]);
  });

  it.each([
    ["what is no picture", Buffer.concat([png(2, 2).subarray(0, 30), Buffer.alloc(40)])],
    ["a picture that unpacks to more than it says", png(400, 400, { width: 4, height: 4 })],
    ["a picture of too many pixels", png(4, 4, { width: 30_000, height: 30_000 })],
  ])("refuse %s as a logo", async (_what, bytes) => {
    const harness = await ready();
    const bad = { ...fields, logo: bytes.toString("base64") };
    for (const name of ["letters.saveTemplate", "letters.previewTemplate"] as const) {
      expect(await harness.refuse(name, bad)).toMatchObject({
        code: "INVALID_INPUT",
        fields: { logo: expect.any(String) as string },
      });
    }
  });

  it("are shown as they are printed, without a secret", async () => {
    const harness = await ready();
    const preview = await harness.call("letters.previewTemplate", { ...fields, logo });
    expect([preview.width, preview.height]).toEqual([595.28, 841.89]);
    const kinds = new Set(preview.marks.map(({ kind }) => kind));
    for (const kind of ["text", "qr", "logo"] as const) expect(kinds).toContain(kind);
    const texts = preview.marks.flatMap((mark) => (mark.kind === "text" ? [mark.text] : []));
    expect(texts).toContain("Hello Alex Example");
    expect(texts.join(" ")).toContain("SPEC IMEN");
    expect(JSON.stringify(preview)).not.toContain("otpauth");
  });
});

describe.skipIf(toolsMissing("pdftotext"))("a printed template", () => {
  it.each(["en", "de", "fr", "es"] as const)("speaks its language: %s", async (language) => {
    const harness = await ready();
    await harness.call("users.add", { username: "ann", name: "Ann Łee" });
    await harness.call("policies.set", { changes: { returnSlip: true } });
    const template = await harness.call("letters.saveTemplate", {
      ...fields,
      name: language,
      language,
      title: "",
      logo,
    });
    const file = join(temporaryFolder(), "a.pdf");
    const into = { kind: "file", file } as const;
    await harness.call("letters.issue", { selection: { filter: {} }, into, template: template.id });
    const [page = "", ...others] = pagesOf(file, "-raw").map((text) => text.replaceAll(/\s+/gu, " "));
    expect(others).toEqual([]);
    const words = lettersIn[language];
    for (const text of [words.title, words.warning, words.noCamera, words.slip.statement, "Ann Łee"]) {
      expect(page).toContain(text.replaceAll(/\s+/gu, " "));
    }
    const pictures = execFileSync(join(dirname(requireTool("pdftotext")), "pdfimages"), ["-list", file], {
      encoding: "utf8",
    });
    expect(pictures).toMatch(/image\s+60\s+20/u);
  });
});

it("600 pages take no more memory than the first few", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const faces = await openTypefaces();
  const file = join(temporaryFolder(), "many.pdf");
  const sink = await openFileSink(file, {
    faces,
    logo: null,
    language: "en",
    paper: paperSizes.A4,
    title: "Letters",
    at: 0,
  });
  const style = {
    words: lettersIn.en,
    logo: null,
    title: "",
    introduction: "",
    closing: "",
    slip: true,
    paper: paperSizes.A4,
  };
  const page = async (number: number): Promise<void> => {
    const person = { name: `Person ${number} ${"x".repeat(number % 50)}`, username: `user${number}` };
    const key = String(number).padStart(32, "A");
    const facts = { ...person, organisation: "Acme", serial: key.slice(-8), expires: "8 December 2026", key };
    const rows = qrRows(`otpauth://totp/Acme:user${number}?secret=${key}&issuer=Acme`);
    await sink.add({
      ...person,
      serial: "",
      marks: layoutLetter(faces, style, { ...facts, rows, parameters: defaultParameters }),
    });
  };
  const used = async (first: number, last: number): Promise<number> => {
    for (let number = first; number < last; number += 1) await page(number);
    collect();
    return process.memoryUsage().heapUsed;
  };
  const few = await used(0, 200);
  const many = await used(200, 800);
  await sink.finish();
  // Each page leaves its place in the file's list, about a kilobyte; the words of the last pages are kept up to a bound.
  expect((many - few) / 1e6).toBeLessThan(3);
  rmSync(file);
});

describe("a picture that a person chose", () => {
  it("is read by what it is, not by its name", async () => {
    const folder = temporaryFolder();
    const write = (name: string, content: Buffer): string => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    expect(await readPicture(write("a.jpg", png(2, 2)))).toBe(png(2, 2).toString("base64"));
    await expect(readPicture(write("b.png", Buffer.from("GIF89a")))).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(readPicture(write("c.png", Buffer.alloc(0)))).rejects.toMatchObject({ code: "INVALID_INPUT" });
    const large = Buffer.concat([png(2, 2), Buffer.alloc(512 * 1024)]);
    await expect(readPicture(write("d.png", large))).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(readPicture(join(folder, "none.png"))).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  });
});
