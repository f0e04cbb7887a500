import type { RegionDomain } from "../../contract/regions.ts";
import type { WidgetConfig } from "../../contract/widget-config.ts";
import type { Organization } from "../../service/config.ts";
import type { SettingsDeps } from "../../service/settings.ts";
import type { Wish } from "./arguments.ts";
import type { Network } from "./reach.ts";

/** What the doctor looks with. */
export interface DoctorDeps extends Network, SettingsDeps {
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly newId: () => string;
}

/** What is known of the installation so far; every check looks at what it needs and says when that is missing. */
export interface Patient {
  readonly wish: Wish;
  /** Where browsers reach the service. */
  readonly service: string;
  readonly organization: Organization | null;
  readonly environment: RegionDomain | null;
  /** What the widget is told, as it is served or else as it lies here. */
  readonly widget: WidgetConfig | null;
}

/** The service key of the event feed, as `npm run register` writes it beside the other secrets. */
export const serviceKeyVariable = "UIC_KEY_EVENT_FEED";
