import type { Command } from "@commander-js/extra-typings";
import { PassThrough, Readable } from "node:stream";
import type { Io } from "../../../src/cli/io.ts";
import { buildProgram } from "../../../src/cli/program.ts";

/** A process of the terminal without terminals: pipes in and out. */
export function pipes(stdin: string | Buffer | null = null): Io & { out(): string; err(): string } {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  return {
    // null: an open pipe on which nothing ever comes.
    stdin: stdin === null ? new PassThrough() : Readable.from([Buffer.from(stdin)]),
    stdout,
    stderr,
    cwd: "/",
    signal: new AbortController().signal,
    out: () => String(stdout.read() ?? ""),
    err: () => String(stderr.read() ?? ""),
  };
}

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("It was not rejected.");
}

const pathsOf = (command: Command, path: string[] = []): string[][] => [
  path,
  ...command.commands.flatMap((child) => pathsOf(child as unknown as Command, [...path, child.name()])),
];

/** The words of every command; of the program none. */
export const everyCommand = (): string[][] => pathsOf(buildProgram({ out: "", err: "" }, () => async () => undefined));
