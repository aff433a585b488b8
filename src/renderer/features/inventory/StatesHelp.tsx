import { Button, Popover } from "@mantine/core";
import { IconHelpCircle } from "@tabler/icons-react";
import { HardwareTokenState } from "#shared/contract/inventory.ts";
import { StateBadge } from "../../ui/StateBadge.tsx";
import classes from "./StatesHelp.module.css";
import { stateInWords, stateMeaning, stateTones } from "./words.ts";

/** Each state and what it means. */
export function StatesHelp() {
  return (
    <Popover width={460} position="bottom-end" trapFocus withArrow>
      <Popover.Target>
        <Button variant="default" leftSection={<IconHelpCircle size={18} />}>
          What the states mean
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="What the states mean" tabIndex={0}>
        <dl className={classes.states}>
          {HardwareTokenState.options.map((state) => (
            <div key={state}>
              <dt>
                <StateBadge tone={stateTones[state]}>{stateInWords[state]}</StateBadge>
              </dt>
              <dd>{stateMeaning[state]}</dd>
            </div>
          ))}
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}
