import { Radio, Stack, Text } from "@mantine/core";
import { bytesInWords } from "../../../ui/format.ts";
import { TimeText } from "../../../ui/TimeText.tsx";
import classes from "./FoundBackups.module.css";
import type { Found } from "./use-source.ts";

/** The backups at a location, newest first, to choose one. */
export function FoundBackups({ found }: { found: Found }) {
  const { rows, name, choose } = found;
  if (rows === null) return null;
  if (rows.length === 0) return <Text role="status">There are no backups there.</Text>;
  return (
    <Radio.Group label="Backups there, newest first" value={name} onChange={choose}>
      <Stack gap="sm" mt={6} className={classes.list ?? ""}>
        {rows.map((row) => (
          <Radio
            key={row.name}
            value={row.name}
            label={
              <>
                <TimeText at={row.changedAt} /> · {bytesInWords(row.size)}
                <Text component="span" display="block" size="xs" c="dimmed" className="breakable">
                  {row.name}
                </Text>
              </>
            }
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
