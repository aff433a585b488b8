import { Notifications } from "@mantine/notifications";

/** Where what was done is told. */
export const Messages = () => <Notifications position="bottom-right" autoClose={5000} />;
