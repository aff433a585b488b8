import { CloseButton, Group, Kbd, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { IconBarcode } from "@tabler/icons-react";
import type { Ref } from "react";
import { HardwareTokenState } from "#shared/contract/inventory.ts";
import { stateInWords, stateMeaning } from "./words.ts";
import { numberInWords } from "../../ui/format.ts";

export interface HardwareQuery {
  search: string;
  state: HardwareTokenState | null;
}

const any = "any";

interface HardwareFiltersProps {
  query: HardwareQuery;
  onChange: (query: HardwareQuery) => void;
  counts: Record<HardwareTokenState, number> | undefined;
  searchRef: Ref<HTMLInputElement>;
  /** Enter, also from a barcode reader; absent for those who may not assign. */
  onScan: ((serial: string) => void) | undefined;
}

export function HardwareFilters({ query, onChange, counts, searchRef, onScan }: HardwareFiltersProps) {
  const search = (text: string) => onChange({ ...query, search: text });
  return (
    <Stack gap="xs">
      <TextInput
        ref={searchRef}
        aria-label="Search hardware tokens"
        placeholder={onScan ? "Scan or type a serial number and press Enter; or search" : "Search"}
        leftSection={<IconBarcode size={18} aria-hidden />}
        rightSection={
          query.search === "" ? (
            <Kbd size="xs">/</Kbd>
          ) : (
            <CloseButton size="sm" aria-label="Clear the search" onClick={() => search("")} />
          )
        }
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        autoFocus
        data-search
        value={query.search}
        onChange={(event) => search(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") search("");
          if (event.key === "Enter") onScan?.(event.currentTarget.value);
        }}
      />
      <Group gap="md">
        <SegmentedControl
          aria-label="State"
          data={[
            {
              value: any,
              label: labelOf("All", counts && Object.values(counts).reduce((sum, count) => sum + count, 0)),
            },
            ...HardwareTokenState.options.map((state) => ({
              value: state,
              label: labelOf(stateInWords[state], counts?.[state]),
            })),
          ]}
          value={query.state ?? any}
          onChange={(value) => onChange({ ...query, state: HardwareTokenState.safeParse(value).data ?? null })}
        />
        {query.state !== null && (
          <Text size="sm" c="dimmed" flex={1}>
            {stateMeaning[query.state]}
          </Text>
        )}
      </Group>
    </Stack>
  );
}

const labelOf = (word: string, count: number | undefined): string =>
  count === undefined ? word : `${word} (${numberInWords(count)})`;
