import { type WidgetConfig, widgetConfig } from "../../contract/widget-config.ts";

/** Where the browser denies a frame its storage, the getter itself throws. */
type SessionStorageOf = () => Storage;

const item = "customer-journey.configuration";

/** The configuration that this tab was last launched by: an address can be checked by it until the present one has arrived. */
export function configurationBefore(storage: SessionStorageOf): WidgetConfig | null {
  try {
    return widgetConfig.safeParse(JSON.parse(storage().getItem(item) ?? "null")).data ?? null;
  } catch {
    return null;
  }
}

export function keepConfiguration(storage: SessionStorageOf, config: WidgetConfig): void {
  try {
    storage().setItem(item, JSON.stringify(config));
  } catch {
    // Then the next widget waits for it.
  }
}
