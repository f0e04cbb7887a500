import { readFiles, serveFiles, type ServeFiles } from "./static-files.ts";
import { operatorsHeaders } from "./widget-headers.ts";

/** Serves the built operators' page under `/operators/`, as it was at the start. */
export function createOperatorsPage(directory: string): ServeFiles {
  const files = new Map([...readFiles(directory)].map(([path, file]) => [`/operators${path}`, file]));
  const index = files.get("/operators/index.html");
  if (index) files.set("/operators/", index);
  const serve = serveFiles(files, operatorsHeaders);
  return (request) =>
    new URL(request.url).pathname === "/operators"
      ? new Response(null, { status: 308, headers: { ...operatorsHeaders, location: "/operators/" } })
      : serve(request);
}
