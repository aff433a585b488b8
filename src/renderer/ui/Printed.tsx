import { type ReactNode, useEffect, useState } from "react";
import { createPortal, flushSync } from "react-dom";

/** The page that is printed instead of the window; it is in the document only while printing. */
export function Printed({ children }: { children: ReactNode }) {
  const [isPrinting, setIsPrinting] = useState(false);
  useEffect(() => {
    const show = (shown: boolean) => {
      document.body.classList.toggle("printing-sheet", shown);
      flushSync(() => setIsPrinting(shown));
    };
    const begin = () => show(true);
    const end = () => show(false);
    window.addEventListener("beforeprint", begin);
    window.addEventListener("afterprint", end);
    return () => {
      window.removeEventListener("beforeprint", begin);
      window.removeEventListener("afterprint", end);
      document.body.classList.remove("printing-sheet");
    };
  }, []);

  const paper = document.getElementById("print");
  if (!isPrinting || !paper) return null;
  return createPortal(children, paper);
}
