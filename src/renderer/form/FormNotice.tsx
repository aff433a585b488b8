import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { retryAt } from "../ui/retry-at.ts";
import type { AnyForm } from "./use-contract-form.ts";

/** Why a form was refused. Belongs below its fields, because it lists the faults that none of them shows. */
export function FormNotice({ form: { error, submit, isReady, marked } }: { form: AnyForm }) {
  // After a wait the form's own button is there again.
  const again = isReady && retryAt(error) === null ? () => void submit() : undefined;
  return <ErrorNotice error={error} marked={marked()} onRetry={again} />;
}
