import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { type Context, opened } from "../../call/context.ts";
import { readPolicy } from "../../policy/policy.ts";
import { openTypefaces } from "../../sheets/typefaces.ts";
import { readConsole } from "../../store/console/console.ts";
import { chooseParameters } from "../../twofactor/parameters.ts";
import { layoutLetter } from "./layout.ts";
import { readLogo } from "./logo.ts";
import { coverStyle, letterExpiry, styleOf } from "./make.ts";
import { qrRows } from "../../sheets/qr.ts";
import { dateWriter, lettersIn } from "./words/index.ts";

/** As many modules as a real letter's, and no secret. */
const specimenText = `Specimen. This code is an example: it contains no key, and no app can use it. ${"-".repeat(40)}`;
const specimenKey = "SPECIMEN".repeat(4);
const specimenSerial = "0000-0000";

/** A page for a made-up person. @throws AppError INVALID_INPUT for a picture that cannot be used */
export async function previewTemplate(
  context: Context,
  template: ParsedInputOf<"letters.previewTemplate">,
): Promise<OutputOf<"letters.previewTemplate">> {
  const { db } = opened(context).store;
  const policy = await readPolicy(db);
  const faces = await openTypefaces();
  const style = styleOf(template, await readLogo(template.logo), policy);
  const organisation = (await readConsole(db))?.organisation ?? "";
  await coverStyle(faces, style, organisation);
  const marks = layoutLetter(faces, style, {
    ...lettersIn[template.language].specimen,
    organisation,
    serial: specimenSerial,
    expires: dateWriter(template.language)(letterExpiry(context.now, policy.letterDays)),
    key: specimenKey,
    rows: qrRows(specimenText),
    parameters: chooseParameters(policy, {}),
  });
  return { ...style.paper, marks };
}
