import type { AppError } from "#shared/errors.ts";
import { stillHangs } from "./folder-errors.ts";
import type { Place } from "./place.ts";

/**
 * Which of the jobs work in a folder that may hang. A bucket's server has its own time limits.
 *
 * @param input of a job of `DestinationJobs`, if the name is one of theirs
 */
export function elsewhere(name: string, input: unknown): { key: string; hangs: () => AppError } | null {
  if (!name.startsWith("destination.")) return null;
  const { settings } = input as Place;
  return settings.kind === "folder" ? { key: settings.path, hangs: stillHangs } : null;
}
