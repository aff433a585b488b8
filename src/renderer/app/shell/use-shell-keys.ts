import { useHotkeys } from "@mantine/hooks";
import { useNavigate } from "react-router";
import { useMay } from "../session.ts";
import { useSessionActions } from "./use-session-actions.ts";

const focusSearch = () => document.querySelector<HTMLInputElement>("input[data-search]")?.focus();

/** `/` goes to the page's search, Ctrl+L locks, Ctrl+K goes to the help desk's check. */
export function useShellKeys(): void {
  const { lock } = useSessionActions();
  const navigate = useNavigate();
  const mayCheck = useMay("verification.check");
  useHotkeys([["/", focusSearch]]);
  useHotkeys(
    [
      ["mod+L", lock],
      ["mod+K", () => void (mayCheck && navigate("/check"))],
    ],
    [],
  );
}
