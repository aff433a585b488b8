import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useAction } from "../../ipc/hooks.ts";
import { reportFailure } from "../../ui/notify.ts";

/** Milliseconds until a copied secret is cleared from the clipboard. */
const clearAfter = 60_000;

interface CopyButtonProps {
  text: string;
  label: string;
  icon?: ReactNode;
  compact?: boolean;
}

/** Copies a secret to the clipboard for one minute. */
export function CopyButton({ text, label, icon, compact = false }: CopyButtonProps) {
  const copy = useAction("clipboard.copy");
  const run = () =>
    copy.mutate(
      { text, clearAfter },
      {
        confirmation: { title: "Copied", message: "The clipboard will be cleared in one minute." },
        onError: reportFailure,
      },
    );
  return (
    <Button
      variant="default"
      {...(compact ? { size: "compact-sm" } : {})}
      leftSection={icon}
      loading={copy.isPending}
      onClick={run}
    >
      {label}
    </Button>
  );
}
