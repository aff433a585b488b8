import "./csp.ts";
import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import "./ui/colors.css";
import "./ui/base.css";
import "./ui/print.css";
import { createRoot } from "react-dom/client";
import { Gate } from "./app/Gate.tsx";
import { Providers } from "./app/Providers.tsx";

const root = document.getElementById("root");
if (!root) throw new Error("The page has no root element.");

createRoot(root).render(
  <Providers>
    <Gate />
  </Providers>,
);
