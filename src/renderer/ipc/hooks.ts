import {
  keepPreviousData,
  type QueryClient,
  type UseMutateFunction,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { InputOf, OutputOf, ProcedureName } from "#shared/contract/index.ts";
import { call, type CallError } from "./client.ts";
import { type Confirmation, confirm } from "../ui/notify.ts";
import { createPace, type PacedProgress } from "./pace.ts";
import { readContract } from "./read-contract.ts";

const areaOf = (name: string): string => name.slice(0, name.indexOf("."));

/** Invalidates every list of these areas. */
export async function refresh(client: QueryClient, touched: readonly string[]): Promise<void> {
  if (touched.length === 0) return;
  await client.invalidateQueries({
    predicate: ({ queryKey: [key] }) => typeof key === "string" && touched.includes(areaOf(key)),
  });
}

interface QueryOptions {
  enabled?: boolean;
  /** Shows the last answer until the next one arrives, as a list does during a search. */
  keepPrevious?: boolean;
  /** Asks again when the window gets the focus: for what others change in their own windows. */
  onFocus?: boolean;
}

/** Calls a query of the contract; cached by name and input. */
export function useProcedure<Name extends ProcedureName>(
  name: Name,
  input: InputOf<Name>,
  { enabled = true, keepPrevious = false, onFocus = false }: QueryOptions = {},
) {
  return useQuery<OutputOf<Name>>({
    queryKey: [name, input],
    queryFn: ({ signal }) => call(name, input, { signal }),
    enabled,
    refetchOnWindowFocus: onFocus ? "always" : false,
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

/** The lists of the contract that come in pages. */
type PagedName = "users.list" | "audit.list" | "tokens.list" | "inventory.list" | "letters.list";

/** Reads a list page by page by its `nextCursor`. */
export function usePages<Name extends PagedName>(name: Name, input: Omit<InputOf<Name>, "cursor">) {
  return useInfiniteQuery({
    queryKey: [name, input, "pages"],
    queryFn: ({ pageParam, signal }) =>
      call(name, { ...input, ...(pageParam === null ? {} : { cursor: pageParam }) } as InputOf<Name>, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: OutputOf<Name>) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** What an answer leads to, whatever has become of the screen: it can be gone by then, or be shown anew. */
interface Answered<Output> {
  /** What is told at once. null: nothing. */
  confirmation?: Confirmation | null | ((output: Output) => Confirmation | null) | undefined;
  /** Called at once: for what must not be lost, such as codes that are shown only once. */
  onAnswer?: ((output: Output) => void) | undefined;
}

/** With what the screen itself does then, if it is still there: on success once the touched lists were read again. */
interface ActionOptions<Name extends ProcedureName> extends Answered<OutputOf<Name>> {
  onSuccess?: (output: OutputOf<Name>) => void;
  onError?: (error: CallError) => void;
  onSettled?: () => void;
}

type Mutate<Name extends ProcedureName> = (input: InputOf<Name>, options?: ActionOptions<Name>) => void;

/** A procedure that a screen runs on demand, and how its last call stands. */
export interface Action<Name extends ProcedureName> {
  mutate: Mutate<Name>;
  /** What the last call was given; undefined: none was made, or it was forgotten. The same goes for the others. */
  input: InputOf<Name> | undefined;
  data: OutputOf<Name> | undefined;
  error: CallError | null;
  isIdle: boolean;
  isPending: boolean;
  isSuccess: boolean;
  isError: boolean;
  /** Of long work. */
  progress: PacedProgress | null;
  /** Stops long work. */
  cancel: () => void;
  /** Forgets the last call. */
  reset: () => void;
}

/** A call, with what its answer leads to. */
interface Sent<Name extends ProcedureName> extends Answered<OutputOf<Name>> {
  input: InputOf<Name>;
}

function answered<Output>({ confirmation = null, onAnswer }: Answered<Output>, output: Output): void {
  const told = typeof confirmation === "function" ? confirmation(output) : confirmation;
  if (told !== null) confirm(told);
  onAnswer?.(output);
}

/** Ignores a call that is already running: a second key press can come before the screen knows of the first. */
function useOnce<Name extends ProcedureName>(
  run: UseMutateFunction<OutputOf<Name>, CallError, Sent<Name>>,
  forget: () => void,
) {
  const under = useRef<string | null>(null);
  const reset = useCallback(() => {
    under.current = null;
    forget();
  }, [forget]);
  const mutate: Mutate<Name> = useCallback(
    (input, { confirmation, onAnswer, onSuccess, onError, onSettled } = {}) => {
      const asked = JSON.stringify(input);
      if (under.current === asked) return;
      under.current = asked;
      const sent: Sent<Name> = { input, confirmation, onAnswer };
      run(sent, {
        onSuccess: (output) => onSuccess?.(output),
        onError: (error) => onError?.(error),
        onSettled: () => {
          if (under.current === asked) under.current = null;
          onSettled?.();
        },
      });
    },
    [run],
  );
  return { mutate, reset };
}

/**
 * Runs a procedure on demand. Its input and output are forgotten when the screen closes, because they can contain a
 * password or a seed. Long work is cancelled with its screen.
 */
export function useAction<Name extends ProcedureName>(name: Name): Action<Name> {
  const client = useQueryClient();
  const [progress, setProgress] = useState<PacedProgress | null>(null);
  const running = useRef<AbortController | null>(null);

  const {
    reset: forget,
    mutate: run,
    variables: sent,
    data,
    error,
    isIdle,
    isPending,
    isSuccess,
    isError,
  } = useMutation<OutputOf<Name>, CallError, Sent<Name>>({
    mutationKey: [name],
    gcTime: 0,
    mutationFn: async ({ input }) => {
      const controller = new AbortController();
      running.current = controller;
      setProgress(null);
      const paced = createPace(() => performance.now());
      const { isLong } = await readContract();
      return call(name, input, {
        signal: controller.signal,
        ...(isLong(name) ? { onProgress: (step) => setProgress(paced(step)) } : {}),
      });
    },
    onSuccess: async (output, asked) => {
      answered(asked, output);
      await refresh(client, (await readContract()).touchedBy(name));
    },
  });

  const { mutate, reset } = useOnce<Name>(run, forget);
  const cancel = useCallback(() => running.current?.abort(), []);
  useEffect(
    () => () => {
      running.current?.abort();
      reset();
    },
    [reset],
  );
  return { mutate, input: sent?.input, data, error, isIdle, isPending, isSuccess, isError, progress, cancel, reset };
}
