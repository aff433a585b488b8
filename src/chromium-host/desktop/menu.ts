import type { MenuItemConstructorOptions } from "electron";
import { NotProvided, refuseUnknownMembers } from "../refusals.ts";

/** A menu entry: what the template says, nothing more. */
export class MenuItem {
  readonly label: string;
  readonly type: string;
  readonly role: string | undefined;
  readonly id: string | undefined;
  readonly accelerator: string | undefined;
  readonly submenu: Menu | undefined;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  readonly #click: MenuItemConstructorOptions["click"];

  constructor(options: MenuItemConstructorOptions) {
    this.label = options.label ?? "";
    this.role = options.role;
    this.id = options.id;
    this.accelerator = typeof options.accelerator === "string" ? options.accelerator : undefined;
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.#click = options.click;
    const { submenu } = options;
    this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : (submenu as Menu | undefined);
    this.type = options.type ?? (this.submenu === undefined ? "normal" : "submenu");
  }

  click(...args: Parameters<NonNullable<MenuItemConstructorOptions["click"]>>): void {
    this.#click?.(...args);
  }
}
refuseUnknownMembers("MenuItem", MenuItem);

let applicationMenu: Menu | null = null;

/** `Menu`: a model only. This host's windows have no menu bar; editing keys work without one. */
export class Menu {
  readonly items: MenuItem[] = [];

  static buildFromTemplate(template: (MenuItemConstructorOptions | MenuItem)[]): Menu {
    const menu = new Menu();
    for (const entry of template) menu.append(entry instanceof MenuItem ? entry : new MenuItem(entry));
    return menu;
  }

  static setApplicationMenu(menu: Menu | null): void {
    applicationMenu = menu;
  }

  static getApplicationMenu(): Menu | null {
    return applicationMenu;
  }

  append(item: MenuItem): void {
    this.items.push(item);
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null);
      if (found !== null) return found;
    }
    return null;
  }

  popup(): never {
    throw new NotProvided("Menu.popup");
  }
}
refuseUnknownMembers("Menu", Menu);
