import { Text } from "@mantine/core";
import { IconAlertTriangle, IconColumns3, IconInfoCircle } from "@tabler/icons-react";
import type { ColumnUse, ImportReport } from "#shared/contract/exchange.ts";
import { say } from "#shared/texts/say.ts";
import { counted } from "../../ui/format.ts";
import { Notice } from "../../ui/Notice.tsx";
import { columnLetters, fieldInWords } from "./words.ts";

const looksInWords = { name: "part of a name", id: "an id", status: "a status", group: "groups" } as const;

const nameOf = ({ header, index }: ColumnUse): string => header || `Column ${columnLetters(index)}`;
const examplesOf = ({ samples }: ColumnUse): string => (samples.length > 0 ? ` (${samples.join(" · ")})` : "");

/** How the table was understood: what is ignored, what people lose, and which columns became what. */
export function Findings({ report }: { report: ImportReport }) {
  const { columns, losses, lettersVoided, passedOver } = report;
  const unused = columns.filter(({ looksLike }) => looksLike !== null);
  const used = columns.filter(({ fields }) => fields.length > 0);
  return (
    <>
      {losses > 0 && (
        <Notice
          tone="wait"
          role="status"
          icon={<IconAlertTriangle size={18} />}
          title={`${counted(losses, "person loses", "people lose")} something they have now`}
        >
          A field would be cleared, a group left, or a letter voided. The changed rows show what was there before and
          what comes after.
          {lettersVoided > 0 && ` Letters that become void: ${counted(lettersVoided, "letter", "letters")}.`}
        </Notice>
      )}
      {unused.length > 0 && (
        <Notice tone="wait" icon={<IconInfoCircle size={18} />} title="Columns that are not used">
          {unused.map((column) => (
            <Text key={column.index} size="sm" className="breakable">
              {nameOf(column)} looks like {looksInWords[column.looksLike ?? "name"]}
              {examplesOf(column)}
            </Text>
          ))}
        </Notice>
      )}
      {passedOver.rows > 0 && (
        <Notice
          tone="info"
          icon={<IconInfoCircle size={18} />}
          title={`${counted(passedOver.rows, "row without a person was", "rows without a person were")} ignored`}
        >
          {passedOver.first.map(({ row, text }) => (
            <Text key={row} size="sm" className="breakable">
              Row {row}: {text}
            </Text>
          ))}
        </Notice>
      )}
      {used.length > 0 && (
        <Notice tone="info" icon={<IconColumns3 size={18} />} title="What the columns become">
          {used.map((column) => (
            <Text key={column.index} size="sm" className="breakable">
              {nameOf(column)} → {column.fields.map((field) => fieldInWords[field]).join(" and ")}
              {examplesOf(column)} {column.reading && say(column.reading)}
            </Text>
          ))}
        </Notice>
      )}
    </>
  );
}
