import { ActionIcon, useMantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";

const order = ["auto", "light", "dark"] as const;
const icons = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon };
const words = { auto: "system setting", light: "light", dark: "dark" };

/** Steps through automatic, light and dark. */
export function ColorSchemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const next = order[(order.indexOf(colorScheme) + 1) % order.length] ?? "auto";
  const Icon = icons[colorScheme];
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={`Colours: ${words[colorScheme]}. Change to ${words[next]}`}
      title={`Colours: ${words[colorScheme]}`}
      onClick={() => setColorScheme(next)}
    >
      <Icon size={18} />
    </ActionIcon>
  );
}
