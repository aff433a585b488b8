import type { Messages } from "./en/index.ts";

/** See `text.ts`. */
export interface Text {
  readonly key: TextKey;
  readonly facts?: Readonly<Record<string, Fact>>;
}

/** A list is said with commas. */
export type Fact = string | number | boolean | Text | readonly (string | Text)[];

/** `area.name` of every message. */
export type TextKey = {
  [Area in keyof Messages]: `${Area}.${keyof Messages[Area] & string}`;
}[keyof Messages];

type MessageOf<Key extends TextKey> = Key extends `${infer Area extends keyof Messages}.${infer Name}`
  ? Name extends keyof Messages[Area]
    ? Messages[Area][Name]
    : never
  : never;

/** What ICU's forms of an argument take: `{count, plural, …}`. */
interface FactOfForm {
  plural: number;
  selectordinal: number;
  number: number;
  /** UTC milliseconds. */
  date: number;
  /** UTC milliseconds. */
  time: number;
  select: string | boolean;
}

type Plain = Exclude<Fact, boolean>;

type Space = " " | "\n";
type Trim<S extends string> = S extends `${Space}${infer Rest}`
  ? Trim<Rest>
  : S extends `${infer Rest}${Space}`
    ? Trim<Rest>
    : S;

/** Whether what stands between braces is a name, and not the words of a choice. */
type IsName<S extends string> = S extends "" | `${string}${" " | "{" | "#" | "." | "'" | "-" | "/"}${string}`
  ? false
  : true;

type KindOf<Form extends string> = Form extends `${infer Kind},${string}` ? Trim<Kind> : Trim<Form>;

/** `Head`: what stands between a brace and the next closing one. */
type Argument<Head extends string> = Head extends `${infer Name},${infer Form}`
  ? IsName<Name> extends true
    ? KindOf<Form> extends infer Kind extends keyof FactOfForm
      ? Record<Name, FactOfForm[Kind]>
      : unknown
    : unknown
  : IsName<Head> extends true
    ? Record<Head, Plain>
    : unknown;

/** The arguments of an ICU message with their types. `{word}` as a choice of its own is not allowed: it reads as a name. */
type ArgumentsOf<Message extends string, Found = unknown> = Message extends `${string}{${infer After}`
  ? After extends `${infer Head}}${string}`
    ? ArgumentsOf<After, Found & Argument<Head>>
    : Found
  : Found;

type Flat<T> = { readonly [Name in keyof T]: T[Name] };

/** What the message of a key has to be told. */
type FactsOf<Key extends TextKey> = Flat<ArgumentsOf<MessageOf<Key>>>;

/** The second argument of `text`: none where the message has no arguments. */
export type FactsFor<Key extends TextKey> = [keyof FactsOf<Key>] extends [never] ? [] : [facts: FactsOf<Key>];
