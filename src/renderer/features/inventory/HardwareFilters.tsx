import { Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { IconBarcode } from "@tabler/icons-react";
import type { Ref } from "react";
import { HardwareTokenState } from "#shared/contract/inventory.ts";
import { numberInWords } from "../../ui/format.ts";
import { SearchField } from "../../ui/SearchField.tsx";
import { stateInWords, stateMeaning } from "./words.ts";

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
  return (
    <Stack gap="xs">
      <SearchField
        ref={searchRef}
        aria-label="Search hardware tokens"
        placeholder={onScan ? "Scan or type a serial number and press Enter; or search" : "Search"}
        leftSection={<IconBarcode size={18} aria-hidden />}
        autoFocus
        value={query.search}
        onChange={(search) => onChange({ ...query, search })}
        onKeyDown={(event) => event.key === "Enter" && onScan?.(event.currentTarget.value)}
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
