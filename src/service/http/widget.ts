import type { ServiceConfig } from "../config.ts";
import type { Settings } from "../settings.ts";
import { describeFile, readFiles, serveFiles, type ServeFiles } from "./static-files.ts";
import { widgetHeaders } from "./widget-headers.ts";

/** Serves the built widget, as it was at the start, with its configuration in the place of `/config.json`. */
export function createWidget(widget: NonNullable<Settings["widget"]>, service: ServiceConfig): ServeFiles {
  const files = readFiles(widget.directory);
  if (widget.configText === null) files.delete("/config.json");
  else files.set("/config.json", describeFile("/config.json", Buffer.from(widget.configText)));
  const index = files.get("/index.html");
  if (index) files.set("/", index);
  return serveFiles(files, widgetHeaders(service, widget.config));
}
