import { IntlMessageFormat } from "intl-messageformat";
import { afterEach, describe, expect, test } from "vitest";
import { AppError, errorCodes, fromBody } from "../../../src/shared/errors.ts";
import { english } from "../../../src/shared/texts/en/index.ts";
import { terminal } from "../../../src/shared/texts/en/terminal/index.ts";
import { inEnglish, say, sayAll, speak } from "../../../src/shared/texts/say.ts";
import { Text } from "../../../src/shared/texts/schemas.ts";
import { messageOf, sentences, text, textKeys as keysNow } from "../../../src/shared/texts/text.ts";
import { isPseudo, pseudo } from "../../support/pseudo.ts";

afterEach(() => speak(inEnglish));

const textKeys = keysNow();

type Ast = ReturnType<IntlMessageFormat["getAst"]>;

interface Element {
  type: number;
  value: string;
  options?: Record<string, { value: Ast }>;
}

const forms = ["literal", "plain", "number", "date", "time", "select", "plural", "pound"] as const;

/** `name: form` of every argument, as ICU reads the message. */
function argumentsOf(ast: Ast): Set<string> {
  const found = new Set<string>();
  for (const element of ast) {
    const { type, value, options = {} } = element as unknown as Element;
    const form = forms[type];
    if (form !== "literal" && form !== "pound") found.add(`${value}: ${form}`);
    for (const option of Object.values(options)) for (const name of argumentsOf(option.value)) found.add(name);
  }
  return found;
}

/** The same as `facts.ts` reads it for the compiler: what stands between a brace and the next closing one. */
function declaredIn(message: string): Set<string> {
  const found = new Set<string>();
  for (const [, head = ""] of message.matchAll(/\{(?=([^}]*)\})/gu)) {
    const [name = "", form] = head.split(",").map((part) => part.trim());
    if (name === "" || /[ {#.'\-/]/u.test(name)) continue;
    if (form === undefined) found.add(`${name}: plain`);
    else if ((forms as readonly string[]).includes(form)) found.add(`${name}: ${form}`);
  }
  return found;
}

const astOf = (message: string): Ast => new IntlMessageFormat(message, "en", undefined, { ignoreTag: true }).getAst();

describe("the catalogue", () => {
  test.each(textKeys)("%s: the compiler asks for the arguments that ICU finds", (key) => {
    const message = messageOf(key) ?? "";
    expect(message).not.toBe("");
    expect(declaredIn(message)).toEqual(argumentsOf(astOf(message)));
  });

  test("of the terminal has areas of its own", () => {
    expect(Object.keys(terminal).filter((area) => Object.hasOwn(english, area))).toEqual([]);
  });

  test("has a text for every error, and no other", () => {
    const inCatalogue = textKeys.filter((key) => key.startsWith("errors.")).map((key) => key.slice("errors.".length));
    expect(inCatalogue.toSorted()).toEqual([...errorCodes].toSorted());
  });
});

describe("a text", () => {
  test("needs exactly the facts of its message, of the right kind", () => {
    text("directory.usernameTakenBy", { username: "ann" });
    text("directory.soFar", { count: 2 });
    text("directory.noSuchGroup");
    // @ts-expect-error a key that there is not
    text("directory.noSuchThing");
    // @ts-expect-error a fact is missing
    text("directory.usernameTakenBy");
    // @ts-expect-error a fact is missing
    text("directory.usernameTakenBy", {});
    // @ts-expect-error a fact too many
    text("directory.usernameTakenBy", { username: "ann", name: "Ann" });
    // @ts-expect-error no facts are needed
    text("directory.noSuchGroup", { name: "Staff" });
    // @ts-expect-error a number is needed
    text("directory.soFar", { count: "2" });
    expect(say(text("directory.noSuchGroup"))).toBe("There is no such group.");
  });

  test("is said with its facts, in the singular and the plural, and with texts and lists inside", () => {
    expect(say(text("directory.soFar", { count: 0 }))).toBe("Nobody was changed.");
    expect(say(text("directory.soFar", { count: 1 }))).toMatch(/^1 person was changed/u);
    const losses = [
      text("directory.lostLetters", { count: 2, serials: ["A-1", "A-2"] }),
      text("directory.lostBackupCodes", { count: 1 }),
    ];
    expect(say(text("directory.noLongerValid", { losses }))).toBe("No longer valid: letters A-1, A-2, 1 backup code.");
    expect(say(sentences(text("directory.cancelled"), text("directory.soFar", { count: 0 })))).toBe(
      "Cancelled. Nobody was changed.",
    );
  });

  test("says what was typed as it is, whatever it looks like", () => {
    const name = "{count, plural, other {#}} <b>' ''";
    expect(say(text("directory.groupExists", { name }))).toBe(`There is already a group named ${name}.`);
  });

  test("of another version is said to be unknown, and is not let in through a door", () => {
    const foreign = { key: "directory.fromTheFuture" } as unknown as Text;
    expect(say(foreign)).toBe("This version of the console has no words for this (directory.fromTheFuture).");
    expect(Text.safeParse(foreign).success).toBe(false);
    expect(say({ key: "directory.usernameTakenBy" })).toContain("no words for this");
    expect(say({ key: "constructor.name" } as unknown as Text)).toContain("no words for this");
  });

  test("in an answer for programs is its sentence", () => {
    const answer = { rows: [{ key: "a row's own key", message: text("directory.noChange") }], at: 1 };
    expect(sayAll(answer)).toEqual({ rows: [{ key: "a row's own key", message: "No change needed." }], at: 1 });
  });
});

describe("an error", () => {
  test("crosses a boundary as code, text and fields, and says the same on the other side", () => {
    const fields = { name: text("directory.nameTaken") };
    const error = new AppError("CONFLICT", { text: text("directory.groupExists", { name: "Staff" }), fields });
    const body = JSON.parse(JSON.stringify(error.toBody("r"))) as ReturnType<AppError["toBody"]>;
    expect(JSON.stringify(body)).not.toContain("There is already");
    expect(say(fromBody(body).text)).toBe("There is already a group named Staff.");
    expect(fromBody(body).fields).toEqual(fields);
  });

  test("says what its code says if it has no text of its own", () => {
    expect(say(new AppError("NOT_FOUND").text)).toBe("It does not exist or was deleted.");
  });
});

describe("in the pseudo-locale", () => {
  test.each(textKeys.filter((key) => !key.startsWith("plain.")))(
    "%s comes out accented, bracketed and longer",
    (key) => {
      speak(pseudo);
      const message = messageOf(key) ?? "";
      const facts = [...argumentsOf(astOf(message))].map((argument) => {
        const [name = "", form] = argument.split(": ");
        return [name, form === "plain" || form === "select" ? "x" : 2];
      });
      const sentence = say({ key, facts: Object.fromEntries(facts) as Record<string, string> });
      expect(isPseudo(sentence)).toBe(true);
    },
  );

  test("a sentence from outside the catalogue is seen", () => {
    speak(pseudo);
    expect(isPseudo(say(text("plain.legacy", { sentence: "A sentence of its own." })))).toBe(false);
    expect(isPseudo(say(new AppError("CONFLICT").text))).toBe(true);
  });
});
