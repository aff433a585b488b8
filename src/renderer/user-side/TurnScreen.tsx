import { Button } from "@mantine/core";
import { Words } from "./Words.tsx";

interface TurnScreenProps {
  onTurned: () => void;
  onStop: () => void;
}

/** On the operator's own screen nothing secret is shown until the screen is turned. */
export function TurnScreen({ onTurned, onStop }: TurnScreenProps) {
  return (
    <Words
      title="Turn the screen"
      button="I am being enrolled: show my code"
      onButton={onTurned}
      secondary={
        <Button size="xl" variant="default" onClick={onStop}>
          Stop
        </Button>
      }
    >
      Turn this screen to the person who is being enrolled. What comes next is for that person only.
    </Words>
  );
}
