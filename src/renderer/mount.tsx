import "./csp.ts";
import "./ui/first-styles.ts";
import "./ui/colors.css";
import "./ui/base.css";
import "./ui/print.css";
import { createRoot } from "react-dom/client";
import type { SystemStatus } from "#shared/contract/system.ts";
import { Gate } from "./app/Gate.tsx";
import { Providers } from "./app/Providers.tsx";

/**
 * Shows the window's content in the page.
 *
 * @param status what the console is known to be in; it is asked for again
 * @returns a function that takes it away
 */
export function mount(status?: SystemStatus): () => void {
  const element = document.getElementById("root");
  if (!element) throw new Error("The page has no root element.");
  const root = createRoot(element);
  root.render(
    <Providers status={status}>
      <Gate />
    </Providers>,
  );
  return () => root.unmount();
}
