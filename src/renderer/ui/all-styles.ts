// All styles of the library, for what is read after the first screen. Those of `first-styles.ts` are in it once more: each
// part finds its own in the library's order.
import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
