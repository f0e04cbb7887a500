import { createServer } from "node:http";
import process from "node:process";
import { answeredCall, answeredConversation } from "../service/pipeline/genesys-shapes.ts";

/**
 * Genesys Cloud that answers at once, in a process of its own: every conversation is an answered call of a customer of its own.
 * `GET /calls` tells how many calls of the platform API there were; with `LICENSED` there are summaries and speech analytics.
 */
const isLicensed = process.env["LICENSED"] === "yes";
const jobs = "/api/v2/analytics/conversations/details/jobs";
let calls = 0;
/** Only the first job has results. */
let made = 0;

const server = createServer((request, response) => {
  const path = request.url ?? "";
  request.resume();
  if (path.startsWith("/api/")) calls += 1;
  const body = answerTo(path);
  const needsLicence = path.includes("speech") || path.endsWith("/summaries");
  const refusal = needsLicence && !isLicensed ? 403 : 404;
  response.writeHead(body === null ? refusal : 200, { "content-type": "application/json" });
  response.end(JSON.stringify(body ?? { code: "stub" }));
});

function answerTo(path: string): unknown {
  if (path === "/calls") return { calls };
  if (path === "/oauth/token") return { access_token: "token", token_type: "bearer", expires_in: 86_400 };
  const [, detailId] = /^\/api\/v2\/analytics\/conversations\/([0-9a-f-]{36})\/details$/.exec(path) ?? [];
  if (detailId !== undefined) return ofItsCustomer(detailId, answeredCall(detailId));
  const [, id] = /^\/api\/v2\/conversations\/([0-9a-f-]{36})$/.exec(path) ?? [];
  if (id !== undefined) return ofItsCustomer(id, answeredConversation(id));
  if (/^\/api\/v2\/(?:routing|users)\//.test(path)) return { name: "A name" };
  if (isLicensed && path.endsWith("/summaries")) return { summary: { text: "Charged twice; a refund was promised." } };
  if (isLicensed && path.startsWith("/api/v2/speech") && !path.includes("transcript")) return { sentimentScore: -40 };
  if (path === jobs) return { jobId: `job-${(made += 1)}` };
  if (path === `${jobs}/availability`) return { dataAvailabilityDate: new Date().toISOString() };
  if (path.startsWith(`${jobs}/job-1/results`)) return pageAt(path);
  if (path.includes("/results")) return { conversations: [] };
  return path.startsWith(`${jobs}/job-`) ? { state: "FULFILLED" } : null;
}

const pageSize = 100;
const pages = Number(process.env["PAGES"] ?? 0);

function pageAt(path: string): unknown {
  const page = Number(new URL(path, "http://stub").searchParams.get("cursor") ?? 0);
  const conversations = Array.from({ length: pageSize }, (_, index) => {
    const id = `b0000000-0000-4000-8000-${String(page * pageSize + index).padStart(12, "0")}`;
    return ofItsCustomer(id, answeredCall(id));
  });
  return { conversations, ...(page + 1 < pages ? { cursor: String(page + 1) } : {}) };
}

function ofItsCustomer(id: string, body: unknown): unknown {
  const number = String(Number(id.slice(-9))).padStart(7, "0");
  return JSON.parse(
    JSON.stringify(body)
      .replaceAll("+12025550110", `+1202${number}`)
      .replaceAll("33333333-0000-4000-8000-0000000000c1", `33333333-0000-4000-8000-${id.slice(-12)}`),
  );
}

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") process.stdout.write(`http://127.0.0.1:${address.port}\n`);
});
