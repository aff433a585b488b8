import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import type { ContractForm } from "../../form/use-contract-form.ts";

export type Template = OutputOf<"letters.templates">["templates"][number];
/** A template being edited: what is saved, without its id. */
export type TemplateDraft = InputOf<"letters.previewTemplate">;
export type TemplateForm = ContractForm<"letters.saveTemplate", TemplateDraft>;
/** The texts that may contain placeholders. */
export type TextField = "title" | "introduction" | "closing";

export const emptyDraft: TemplateDraft = {
  name: "",
  language: "en",
  logo: null,
  title: "",
  introduction: "",
  closing: "",
};

export const draftOf = ({ name, language, logo, title, introduction, closing }: Template): TemplateDraft => ({
  name,
  language,
  logo,
  title,
  introduction,
  closing,
});

const keys = Object.keys(emptyDraft) as (keyof TemplateDraft)[];

export const differs = (one: TemplateDraft, other: TemplateDraft): boolean =>
  keys.some((key) => one[key] !== other[key]);

/** Placeholders that are replaced for each person; see the contract of the templates. */
export const placeholders = ["{name}", "{username}", "{organisation}", "{serial}", "{expires}"] as const;

/** Replaces the marked text, and returns where typing continues. */
export function insertAt(text: string, inserted: string, start: number, end: number): { text: string; caret: number } {
  return { text: text.slice(0, start) + inserted + text.slice(end), caret: start + inserted.length };
}

/** The picture as an address that the page's policy allows for images. */
export const pictureAddress = (base64: string): string =>
  `data:image/${base64.startsWith("iVBOR") ? "png" : "jpeg"};base64,${base64}`;
