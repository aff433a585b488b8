import { Button, Group, NativeSelect, NumberInput } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { type SeedColumns, SeedField, type SeedTable, type Unsaid } from "#shared/contract/seeds.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { Presets } from "../../app/Presets.tsx";
import { useProcedure } from "../../ipc/hooks.ts";
import { Notice } from "../../ui/Notice.tsx";
import { Section } from "../../ui/Section.tsx";
import { type Column, VirtualTable } from "../../ui/VirtualTable.tsx";
import classes from "../../ui/Tally.module.css";
import { assigned, fieldOf, presetOf, saidBy } from "./columns.ts";
import type { Seeds } from "./use-seeds.ts";
import { fieldInWords } from "./words.ts";

type FileColumn = SeedTable["columns"][number];

const columnsOf = (columns: SeedColumns, onChange: (columns: SeedColumns) => void): Column<FileColumn>[] => [
  {
    key: "header",
    title: say(text("systems.tableHeading")),
    width: "minmax(0, 1fr)",
    cell: ({ header, index }) => header || say(text("systems.tableColumn", { number: index + 1 })),
  },
  {
    key: "samples",
    title: say(text("systems.tableValues")),
    drops: 2,
    width: "minmax(0, 1.4fr)",
    cell: ({ samples }) => <span className={classes.quiet}>{samples.join(" · ")}</span>,
  },
  {
    key: "field",
    title: say(text("systems.tableField")),
    width: "minmax(150px, 1fr)",
    cell: ({ index }) => (
      <NativeSelect
        aria-label={say(text("systems.tableFieldOf", { number: index + 1 }))}
        value={fieldOf(columns, index) ?? ""}
        data={[
          { value: "", label: say(text("systems.tableNothing")) },
          ...SeedField.options.map((field) => ({ value: field, label: fieldInWords[field] })),
        ]}
        onChange={({ currentTarget }) =>
          onChange(assigned(columns, index, SeedField.safeParse(currentTarget.value).data ?? null))
        }
      />
    ),
  },
];

interface SeedTableStepProps {
  seeds: Seeds;
  found: SeedTable;
}

/** What the columns of a table hold, and what none of them says. */
export function SeedTableStep({ seeds, found }: SeedTableStepProps) {
  const columns = seeds.table.columns ?? found.mapping;
  return (
    <Section
      title={say(text("systems.tableTitle"))}
      description={say(text("systems.tableWhat"))}
      actions={<RememberedColumns seeds={seeds} found={found} />}
    >
      {found.preset && (
        <Notice
          tone="info"
          icon={<IconInfoCircle size={18} />}
          title={say(text("systems.tableRemembered", { name: found.preset.name }))}
        />
      )}
      <VirtualTable
        label={say(text("systems.tableLabel"))}
        columns={columnsOf(columns, (next) => seeds.tell({ columns: next }))}
        rows={found.columns}
        keyOf={({ index }) => index}
        rowHeight={62}
        maxHeight={420}
        wraps
      />
      <Unspoken seeds={seeds} />
      <Group justify="flex-end">
        <Button variant="default" disabled={columns.secret === undefined} onClick={seeds.check}>
          {say(text("systems.tableRead"))}
        </Button>
      </Group>
    </Section>
  );
}

/** What is remembered of tables' columns, and this one's for the next time. */
function RememberedColumns({ seeds, found }: SeedTableStepProps) {
  const { data, error } = useProcedure("seeds.presets", {});
  const presets = data?.presets ?? [];
  return (
    <Presets
      of="seeds"
      names={presets.map(({ name }) => name)}
      error={error}
      made={presetOf(seeds.table.columns ?? found.mapping, seeds.table, found.columns)}
      suggestion={found.preset?.name ?? ""}
      onApply={(name) => {
        const chosen = presets.find((preset) => preset.name === name);
        if (chosen) seeds.tell(saidBy(chosen, found.columns));
      }}
    />
  );
}

const asFound = { value: "", label: say(text("systems.tableAsFound")) };

/** The choices of a number, of which none is "as the table says". */
const numbers = (of: readonly number[]) => [asFound, ...of.map((one) => ({ value: String(one), label: String(one) }))];

const kinds = [asFound, { value: "totp", label: "TOTP" }, { value: "hotp", label: "HOTP" }];
const forms = [asFound, { value: "hex", label: "hex" }, { value: "base32", label: "base32" }];

function Unspoken({ seeds }: { seeds: Seeds }) {
  const { secretForm, unsaid } = seeds.table;
  // What is not said is not there, rather than undefined.
  const set = (change: Unsaid, without: keyof Unsaid) => {
    const { [without]: _, ...others } = unsaid;
    seeds.tell({ unsaid: { ...others, ...change } });
  };
  return (
    <Group gap="md" align="flex-end">
      <NativeSelect
        label={say(text("systems.tableKeys"))}
        data={forms}
        value={secretForm ?? ""}
        onChange={({ currentTarget: { value } }) =>
          seeds.tell({ secretForm: value === "hex" || value === "base32" ? value : null })
        }
      />
      <NativeSelect
        label={say(text("systems.tableKind"))}
        data={kinds}
        value={unsaid.type ?? ""}
        onChange={({ currentTarget: { value } }) =>
          set(value === "totp" || value === "hotp" ? { type: value } : {}, "type")
        }
      />
      <NativeSelect
        label={say(text("systems.tableDigits"))}
        data={numbers([6, 8])}
        value={unsaid.digits ?? ""}
        onChange={({ currentTarget: { value } }) =>
          set(value === "" ? {} : { digits: value === "8" ? 8 : 6 }, "digits")
        }
      />
      {unsaid.type === "hotp" ? (
        <NumberInput
          label={say(text("systems.tableCounter"))}
          min={0}
          allowDecimal={false}
          w={140}
          value={unsaid.counter ?? ""}
          onChange={(value) => set(typeof value === "number" ? { counter: value } : {}, "counter")}
        />
      ) : (
        <NativeSelect
          label={say(text("systems.tablePeriod"))}
          data={numbers([30, 60])}
          value={unsaid.period ?? ""}
          onChange={({ currentTarget: { value } }) =>
            set(value === "" ? {} : { period: value === "60" ? 60 : 30 }, "period")
          }
        />
      )}
    </Group>
  );
}
