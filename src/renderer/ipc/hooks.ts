import {
  keepPreviousData,
  type MutateOptions,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { type InputOf, type OutputOf, type ProcedureName, procedures } from "#shared/contract/index.ts";
import { call, type CallError, isLong } from "./client.ts";
import { createPace, type PacedProgress } from "./pace.ts";

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

type Mutate<Name extends ProcedureName> = (
  input: InputOf<Name>,
  options?: MutateOptions<OutputOf<Name>, CallError, InputOf<Name>>,
) => void;

/** Ignores a call that is already running: a second key press can come before the screen knows of the first. */
function useOnce<Name extends ProcedureName>(run: Mutate<Name>, forget: () => void) {
  const under = useRef<string | null>(null);
  const reset = useCallback(() => {
    under.current = null;
    forget();
  }, [forget]);
  const mutate: Mutate<Name> = useCallback(
    (input, options = {}) => {
      const asked = JSON.stringify(input);
      if (under.current === asked) return;
      under.current = asked;
      run(input, {
        ...options,
        onSettled: (...settled) => {
          if (under.current === asked) under.current = null;
          options.onSettled?.(...settled);
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
export function useAction<Name extends ProcedureName>(
  name: Name,
  /** Called even if the screen is gone by then, such as after a sign-in. */
  onDone?: (output: OutputOf<Name>) => void,
) {
  const client = useQueryClient();
  const [progress, setProgress] = useState<PacedProgress | null>(null);
  const running = useRef<AbortController | null>(null);

  const {
    reset: forget,
    mutate: run,
    ...mutation
  } = useMutation<OutputOf<Name>, CallError, InputOf<Name>>({
    mutationKey: [name],
    gcTime: 0,
    mutationFn: async (input) => {
      const controller = new AbortController();
      running.current = controller;
      setProgress(null);
      const paced = createPace(() => performance.now());
      return call(name, input, {
        signal: controller.signal,
        ...(isLong(name) ? { onProgress: (step) => setProgress(paced(step)) } : {}),
      });
    },
    onSuccess: async (output) => {
      onDone?.(output);
      await refresh(client, procedures[name].touches);
    },
  });

  const { mutate, reset } = useOnce<Name>(run as Mutate<Name>, forget);
  const cancel = useCallback(() => running.current?.abort(), []);
  useEffect(
    () => () => {
      running.current?.abort();
      reset();
    },
    [reset],
  );
  return { ...mutation, mutate, reset, progress, cancel };
}

export type Action<Name extends ProcedureName> = ReturnType<typeof useAction<Name>>;
