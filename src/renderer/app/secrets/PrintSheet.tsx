import { useEffect, useState } from "react";
import { createPortal, flushSync } from "react-dom";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { dateStamp, groupsOfFour } from "../../ui/format.ts";
import type { PrintedSheet } from "./sheet.ts";

/** The page that is printed instead of the window; it is in the document only while printing. */
export function PrintSheet({ sheet }: { sheet: PrintedSheet }) {
  const [printedAt, setPrintedAt] = useState<Date | null>(null);
  useEffect(() => {
    const show = (shown: boolean) => {
      document.body.classList.toggle("printing-sheet", shown);
      flushSync(() => setPrintedAt(shown ? new Date() : null));
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
  if (!printedAt || !paper) return null;
  return createPortal(<Page sheet={sheet} at={printedAt} />, paper);
}

function Page({ sheet, at }: { sheet: PrintedSheet; at: Date }) {
  const single = sheet.kind !== "backup-codes";
  return (
    <article className="sheet">
      <h1>{say(text(`sheetTitles.${sheet.kind}`))}</h1>
      <p>
        {sheet.organisation && <>{sheet.organisation} · </>}
        {sheet.subject} · {dateStamp(at)}
      </p>
      <ol className={single ? "single" : undefined}>
        {sheet.secrets.map((secret) => (
          <li key={secret}>{sheet.kind === "recovery-key" ? groupsOfFour(secret).join(" ") : secret}</li>
        ))}
      </ol>
      <p>{say(text(`sheetAdvice.${sheet.kind}`))}</p>
    </article>
  );
}
