import { Center, Loader } from "@mantine/core";

/** In the place of what is being read. */
export const Loading = ({ py = 80 }: { py?: number | string }) => (
  <Center py={py}>
    <Loader aria-label="Loading" />
  </Center>
);
