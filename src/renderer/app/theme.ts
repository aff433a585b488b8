import { createTheme, type MantineColorsTuple } from "@mantine/core";

const ink: MantineColorsTuple = [
  "#eef3fb",
  "#dde6f4",
  "#b8cae8",
  "#90add9",
  "#6f95cd",
  "#5a85c6",
  "#4376c0",
  "#33639f",
  "#2a568f",
  "#1c4378",
];

/** Cooler than the library's own greys, in the tone of the surfaces. */
const dark: MantineColorsTuple = [
  "#d3d7dd",
  "#b8bec6",
  "#8d959f",
  "#5b636e",
  "#3d444d",
  "#2e343c",
  "#242930",
  "#1c2026",
  "#16191e",
  "#101216",
];

const sans = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif';
const mono =
  'ui-monospace, "SF Mono", "Cascadia Mono", "Segoe UI Mono", "Noto Sans Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace';

/** Everything that floats lives beside the page, so that a lock can hide both. */
const floating = { portalProps: { target: "#portals" } };

export const theme = createTheme({
  colors: { ink, dark },
  primaryColor: "ink",
  primaryShade: { light: 8, dark: 6 },
  fontFamily: sans,
  fontFamilyMonospace: mono,
  headings: { fontFamily: sans, fontWeight: "650" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  focusRing: "auto",
  components: {
    Portal: { defaultProps: { target: "#portals" } },
    Modal: {
      defaultProps: {
        ...floating,
        centered: true,
        padding: "lg",
        overlayProps: { backgroundOpacity: 0.45 },
        closeButtonProps: { "aria-label": "Close" },
        transitionProps: { duration: 120 },
      },
      styles: { title: { fontWeight: 650, fontSize: "var(--mantine-font-size-lg)" } },
    },
    Drawer: { defaultProps: { ...floating, closeButtonProps: { "aria-label": "Close" } } },
    Notification: { defaultProps: { closeButtonProps: { "aria-label": "Close this notice" } } },
    Combobox: { defaultProps: floating },
    Select: { defaultProps: { comboboxProps: floating, allowDeselect: false } },
    // Nearly every field is required; an asterisk on each would tell nothing.
    TextInput: { defaultProps: { withAsterisk: false } },
    PasswordInput: {
      defaultProps: {
        withAsterisk: false,
        visibilityToggleFocusable: true,
        visibilityToggleButtonProps: { "aria-label": "Show or hide what you typed" },
      },
    },
  },
});
