import "./csp.ts";
import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import "./ui/colors.css";
import "./ui/base.css";
import "./ui/print.css";
import { createRoot } from "react-dom/client";
import { Gate } from "./app/Gate.tsx";
import { Providers } from "./app/Providers.tsx";

/** Shows the window's content in the page. @returns a function that takes it away */
export function mount(): () => void {
  const element = document.getElementById("root");
  if (!element) throw new Error("The page has no root element.");
  const root = createRoot(element);
  root.render(
    <Providers>
      <Gate />
    </Providers>,
  );
  return () => root.unmount();
}
