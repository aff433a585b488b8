import { useForm, type UseFormReturnType } from "@mantine/form";
import { type ChangeEvent, type FormEvent, type RefObject, useEffect, useRef, useState } from "react";
import type { InputOf, OutputOf, ProcedureName } from "#shared/contract/index.ts";
import { defaultText, errorCatalogue } from "#shared/errors.ts";
import { say } from "#shared/texts/say.ts";
import type { Text } from "#shared/texts/text.ts";
import { type Action, useAction } from "../ipc/hooks.ts";
import { contractIfRead } from "../ipc/read-contract.ts";
import type { ShownError } from "../ui/ErrorNotice.tsx";
import type { Confirmation } from "../ui/notify.ts";
import { retryAt } from "../ui/retry-at.ts";
import { useCountdown } from "../ui/use-countdown.ts";

interface ContractFormOptions<Name extends ProcedureName, Values> {
  procedure: Name;
  /** What the fields show at first. */
  initial: Values;
  /** The procedure's input, from what was typed; null while something that it cannot do without is missing. */
  input: (values: Values) => InputOf<Name> | null;
  /** Whether everything else that is asked for is there. */
  ready?: (values: Values) => boolean;
  /** What else is wrong, by field, that the contract cannot know of. */
  check?: (values: Values) => Record<string, Text>;
  /** The field that shows the fault of a part of the input, both as paths; the same path if it is left out. */
  fieldOf?: (path: string) => string;
  /** How a refusal is told, if not as it came. */
  told?: (error: ShownError) => ShownError;
  /** What is told on the answer, even if the form is gone by then. null: nothing. */
  confirmation?: Confirmation | null | ((output: OutputOf<Name>, values: Values) => Confirmation | null) | undefined;
  /** Called on the answer, even if the form is gone by then: for what comes next, such as codes that are shown only once. */
  onAnswer?: ((output: OutputOf<Name>, values: Values) => void) | undefined;
  /** Called once the lists that the call touched have been read again, if the form is still there: to close or empty it. */
  onDone?: ((output: OutputOf<Name>, values: Values) => void) | undefined;
  onRefused?: (error: ShownError) => void;
}

/** For a field: what it shows, what is wrong with it, and where what was typed goes. */
export interface FieldProps<Value> {
  value: Value;
  onChange: (next: Value | ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => void;
  error: string | undefined;
}

interface CheckboxProps extends Omit<FieldProps<boolean>, "value"> {
  checked: boolean;
}

/** What a form needs to be shown, whatever its procedure. */
export interface AnyForm {
  /** For the `form` element. */
  element: { ref: RefObject<HTMLFormElement | null>; onSubmit: (event: FormEvent) => void };
  /** Sends what is typed now. @returns false if something else has to come first */
  submit: () => boolean;
  /** Whether everything that is asked for is there, and no wait is running. */
  isReady: boolean;
  busy: boolean;
  /** Whole seconds until the next attempt is allowed; 0: now. */
  wait: number;
  /** Why it was not done, with the faults by field. */
  error: ShownError | null;
  /** The faults that a field shows: one that has been asked for by the time this is called. */
  marked: () => readonly string[];
}

/** `name`, or a text in something larger: `keys.accessKeyId`, `shares.0`. */
type PathIn<Values> = (keyof Values & string) | `${keyof Values & string}.${string}`;
type At<Values, Path> = Path extends keyof Values
  ? Values[Path]
  : Path extends `${infer Key}.${infer Rest}`
    ? Key extends keyof Values
      ? At<Values[Key], Rest>
      : never
    : Values extends readonly (infer Item)[]
      ? Item
      : never;

/** Some text fields of a form, for what several forms share. */
export type TextFields<Path extends string> = (path: Path) => FieldProps<string>;

interface Fields<Values> {
  field: <Path extends PathIn<Values>>(path: Path) => FieldProps<At<Values, Path>>;
  checkbox: (path: keyof Values & string) => CheckboxProps;
}

export interface ContractForm<Name extends ProcedureName, Values> extends AnyForm, Fields<Values> {
  values: Values;
  set: (changes: Partial<Values>) => void;
  /** As for any form; with changes that are sent but not shown. */
  submit: (changes?: Partial<Values>) => boolean;
  /** What would be sent now. */
  input: () => InputOf<Name> | null;
  /** Forgets why it was refused. */
  dismiss: () => void;
  /** Forgets what was typed, and the last answer. */
  reset: () => void;
  action: Action<Name>;
}

const samePath = (path: string): string => path;
const asItCame = (error: ShownError): ShownError => error;
const always = (): boolean => true;

/** Checks what is typed and sends it, one call at a time. */
function useSending<Name extends ProcedureName, Values>(
  options: ContractFormOptions<Name, Values>,
  getValues: () => Values,
) {
  const { procedure, input, ready = always, fieldOf = samePath, told = asItCame, confirmation } = options;
  const [error, setError] = useState<ShownError | null>(null);
  const action = useAction(procedure);
  const wait = useCountdown(retryAt(error));
  const isReady = (values: Values): boolean => wait === 0 && ready(values) && input(values) !== null;
  const submit = (changes: Partial<Values> = {}): boolean => {
    const values = { ...getValues(), ...changes };
    const sent = input(values);
    if (sent === null || action.isPending || !isReady(values)) return false;
    // Who is quicker than the contract's reading gets the same faults from the console's own check.
    const found = contractIfRead()?.faultsOf(procedure, sent) ?? {};
    const { fields: faults } = atFields(faulty(found), fieldOf);
    const wrong = { ...faults, ...options.check?.(values) };
    const isWrong = Object.keys(wrong).length > 0;
    setError(isWrong ? told(faulty(wrong)) : null);
    if (isWrong) return false;
    action.mutate(sent, {
      confirmation: typeof confirmation === "function" ? (output) => confirmation(output, values) : confirmation,
      onAnswer: (output) => options.onAnswer?.(output, values),
      onSuccess: (output) => options.onDone?.(output, values),
      onError: (thrown) => {
        setError(told(atFields(thrown, fieldOf)));
        options.onRefused?.(thrown);
      },
    });
    return true;
  };
  return { submit, isReady, error, setError, wait, action };
}

/**
 * A form that sends one procedure. What is typed is checked by the procedure's own schema before it is sent, faults are
 * shown at their fields wherever they were found, and what was typed stays if it was refused.
 */
export function useContractForm<Name extends ProcedureName, Values extends object>(
  options: ContractFormOptions<Name, Values>,
): ContractForm<Name, Values> {
  const form = useForm<Values>({ initialValues: options.initial });
  const { submit, isReady, error, setError, wait, action } = useSending(options, form.getValues);
  const ref = useFirstWrong(error);
  return {
    ...fieldsOf(form, error),
    values: form.values,
    set: (changes) => form.setValues(changes),
    element: {
      ref,
      onSubmit: (event) => {
        event.preventDefault();
        submit();
      },
    },
    submit,
    isReady: isReady(form.values),
    busy: action.isPending,
    wait,
    error,
    input: () => options.input(form.getValues()),
    dismiss: () => setError(null),
    reset: () => {
      form.reset();
      setError(null);
      action.reset();
    },
    action,
  };
}

/** Faults of fields, told like the contract's own refusal. */
export const faulty = (fields: Record<string, Text>): ShownError => ({
  code: "INVALID_INPUT",
  text: defaultText("INVALID_INPUT"),
  ...errorCatalogue.INVALID_INPUT,
  fields,
  correlationId: "",
});

const atFields = (error: ShownError, fieldOf: (path: string) => string): ShownError => ({
  code: error.code,
  text: error.text,
  retryable: error.retryable,
  fields: Object.fromEntries(Object.entries(error.fields ?? {}).map(([path, fault]) => [fieldOf(path), fault])),
  details: error.details,
  correlationId: error.correlationId,
});

/** Leads to the first field that is wrong, in the order in which they are read. */
function useFirstWrong(error: ShownError | null) {
  const element = useRef<HTMLFormElement | null>(null);
  useEffect(() => {
    if (error?.fields) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error]);
  return element;
}

/** Hands out the fields, and remembers which ones were asked for since the form was last rendered. */
function fieldsOf<Values extends object>(form: UseFormReturnType<Values>, error: ShownError | null) {
  const faults = Object.entries(error?.fields ?? {});
  const asked: ((path: string) => boolean)[] = [];
  const field = (path: string): FieldProps<unknown> => {
    const { value, onChange } = form.getInputProps(path) as Omit<FieldProps<unknown>, "error">;
    // A list may be one field, which then shows the first fault in it.
    const isHere = (at: string) => at === path || (Array.isArray(value) && at.startsWith(`${path}.`));
    asked.push(isHere);
    const [, fault] = faults.find(([at]) => isHere(at)) ?? [];
    return { value, onChange, error: fault && say(fault) };
  };
  return {
    field: field as Fields<Values>["field"],
    checkbox: (path: string): CheckboxProps => {
      const { value, ...props } = field(path);
      return { ...props, checked: value === true };
    },
    marked: () => faults.map(([at]) => at).filter((at) => asked.some((isHere) => isHere(at))),
  };
}
