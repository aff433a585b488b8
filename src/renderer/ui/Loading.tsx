import { Center, Loader } from "@mantine/core";

interface WaitingProps {
  /** What is under way. */
  label: string;
  /** In pixels; `md` in the place of a page. */
  size?: number | "md";
}

/** A sign that something is under way, with a role: without one, a name for it is not allowed (WAI-ARIA 1.2, 5.2.8.6). */
export const Waiting = ({ label, size = "md" }: WaitingProps) => (
  <Loader role="status" aria-label={label} size={size} />
);

/** In the place of what is being read. */
export const Loading = ({ py = 80 }: { py?: number | string }) => (
  <Center py={py}>
    <Waiting label="Loading" />
  </Center>
);
