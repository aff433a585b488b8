import "../csp.ts";
import "@mantine/core/styles.layer.css";
import "../ui/colors.css";
import "../ui/base.css";
import { createRoot } from "react-dom/client";
import { Providers } from "../app/Providers.tsx";
import { UserSide } from "./UserSide.tsx";

const root = document.getElementById("root");
if (!root) throw new Error("The page has no root element.");

// The secrets on this page are for looking at, not for copying.
for (const event of ["copy", "cut", "contextmenu", "dragstart"]) {
  document.addEventListener(event, (act) => act.preventDefault());
}

createRoot(root).render(
  <Providers>
    <UserSide turn={window.location.hash === "#turn"} />
  </Providers>,
);
