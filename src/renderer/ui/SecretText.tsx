import { Box, Group, Text } from "@mantine/core";
import { groupsOfFour } from "./format.ts";
import classes from "./SecretText.module.css";

interface SecretTextProps {
  label: string;
  secret: string;
  /** Numbers the groups and makes them large, for a key that is copied by hand. */
  numbered?: boolean;
  /** Leaves the text unchanged: what other programs read must be copied with its hyphens. */
  verbatim?: boolean;
}

/** A key in groups of four, for reading, selecting and typing. */
export function SecretText({ label, secret, numbered = false, verbatim = false }: SecretTextProps) {
  if (verbatim) {
    return (
      <Box role="group" aria-label={label} className={classes.line}>
        <code className={`${classes.group} breakable`}>{secret}</code>
      </Box>
    );
  }
  const groups = groupsOfFour(secret);
  if (numbered) {
    return (
      <div role="group" aria-label={label} className={classes.grid}>
        {groups.map((group, index) => (
          <div key={`${index}-${group}`} className={classes.cell}>
            <Text component="span" size="xs" c="dimmed" aria-hidden>
              {index + 1}
            </Text>
            <code className={classes.large}>{group}</code>
          </div>
        ))}
      </div>
    );
  }
  return (
    <Box role="group" aria-label={label} className={classes.line}>
      <Group gap="0.6em" component="span">
        {groups.map((group, index) => (
          <code key={`${index}-${group}`} className={classes.group}>
            {group}
          </code>
        ))}
      </Group>
    </Box>
  );
}
