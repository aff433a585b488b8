import { useState } from "react";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { dateStamp, groupsOfFour } from "../../ui/format.ts";
import { Printed } from "../../ui/Printed.tsx";
import type { PrintedSheet } from "./sheet.ts";

/** What must be kept on paper, printed instead of the window. */
export const PrintSheet = ({ sheet }: { sheet: PrintedSheet }) => (
  <Printed>
    <Page sheet={sheet} />
  </Printed>
);

function Page({ sheet }: { sheet: PrintedSheet }) {
  const [at] = useState(() => new Date());
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
