import { useHotkeys } from "@mantine/hooks";
import { useState } from "react";
import { useNavigate } from "react-router";
import { type Typing, useTyping } from "../../ui/use-typing.ts";
import { useMay } from "../may.ts";
import { useSessionActions } from "./use-session-actions.ts";

const focusSearch = () => document.querySelector<HTMLInputElement>("input[data-search]")?.focus();

/** What is typed into a list's search or filters is not work that could be lost. */
const isWork = (field: Element): boolean => field.closest("form") !== null && !field.matches("[data-search]");

const isDialogOpen = (): boolean =>
  [...document.querySelectorAll("#portals [role=dialog]")].some((dialog) => dialog.checkVisibility());

export interface ShellKeys {
  /** For the element around the pages. */
  watch: Typing["watch"];
  /** A shortcut would leave a page with unsaved input. */
  asking: boolean;
  onKeep: () => void;
  onDiscard: () => void;
}

/** `/` goes to the page's search, Ctrl+L locks, Ctrl+K goes to the help desk's check. */
export function useShellKeys(): ShellKeys {
  const { lock } = useSessionActions();
  const navigate = useNavigate();
  const mayCheck = useMay("verification.check");
  const typing = useTyping(isWork);
  const [asking, setAsking] = useState(false);
  const check = () => void (mayCheck && navigate("/check"));
  const toCheck = () => {
    if (isDialogOpen()) return;
    if (typing.isTyped()) setAsking(true);
    else check();
  };
  useHotkeys([["/", focusSearch]]);
  useHotkeys(
    [
      ["mod+L", lock],
      ["mod+K", toCheck],
    ],
    [],
  );
  const onDiscard = () => {
    setAsking(false);
    typing.forget();
    check();
  };
  return { watch: typing.watch, asking, onKeep: () => setAsking(false), onDiscard };
}
