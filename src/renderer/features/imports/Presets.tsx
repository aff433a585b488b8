import type { CsvFacts, ImportPreset, Mapping } from "#shared/contract/exchange.ts";
import { Presets as Remembered } from "../../app/Presets.tsx";
import { useProcedure } from "../../ipc/hooks.ts";
import { headersOf } from "./mapping.ts";

interface PresetsProps {
  facts: CsvFacts;
  mapping: Mapping;
  onApply: (preset: ImportPreset) => void;
}

/** Mappings that are remembered for recurring tables. */
export function Presets({ facts, mapping, onApply }: PresetsProps) {
  const { data, error } = useProcedure("imports.presets", {});
  const presets = data?.presets ?? [];
  const headers = headersOf(mapping, facts.columns);
  return (
    <Remembered
      of="imports"
      names={presets.map(({ name }) => name)}
      error={error}
      made={Object.keys(headers).length === 0 ? null : { headers }}
      suggestion={facts.preset ?? ""}
      onApply={(name) => {
        const chosen = presets.find((preset) => preset.name === name);
        if (chosen) onApply(chosen);
      }}
    />
  );
}
