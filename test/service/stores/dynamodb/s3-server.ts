import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export interface S3Request {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
}

/** What befalls a request: refused before anything happens, or done and then not answered well. */
export type S3Fault = "refused" | "refused after success" | "dropped after success";

export interface S3Server {
  readonly endpoint: string;
  /** `bucket/key` to text. */
  readonly objects: Map<string, string>;
  readonly requests: S3Request[];
  /** Decides for each request whether it goes wrong. */
  fault: (request: S3Request) => S3Fault | null;
  stop(): Promise<void>;
}

/** What this engine uses of S3, over real HTTP: buckets, objects, listings of at most five keys a page, batch removal. */
export async function startS3(): Promise<S3Server> {
  const buckets = new Set<string>();
  const objects = new Map<string, string>();
  const requests: S3Request[] = [];

  function serve(request: S3Request, url: URL, body: string): { readonly status: number; readonly text: string } {
    const { method, bucket, key } = request;
    if (key === "" && method === "PUT") {
      buckets.add(bucket);
      return { status: 200, text: "" };
    }
    if (!buckets.has(bucket)) return { status: 404, text: errorText("NoSuchBucket") };
    const name = `${bucket}/${key}`;
    if (method === "HEAD") return { status: 200, text: "" };
    if (method === "POST" && url.searchParams.has("delete")) {
      for (const [, gone = ""] of body.matchAll(/<Key>([^<]*)<\/Key>/g)) objects.delete(`${bucket}/${gone}`);
      return { status: 200, text: "<DeleteResult/>" };
    }
    if (method === "PUT") {
      objects.set(name, body);
      return { status: 200, text: "" };
    }
    if (method === "GET" && url.searchParams.get("list-type") === "2") return { status: 200, text: list(bucket, url) };
    const text = objects.get(name);
    return text === undefined ? { status: 404, text: errorText("NoSuchKey") } : { status: 200, text };
  }

  function list(bucket: string, url: URL): string {
    const prefix = `${bucket}/${url.searchParams.get("prefix") ?? ""}`;
    const after = url.searchParams.get("continuation-token") ?? "";
    const found = [...objects.keys()].filter((name) => name.startsWith(prefix) && name > after).toSorted();
    const page = found.slice(0, 5);
    const isCut = found.length > page.length;
    const contents = page.map((name) => `<Contents><Key>${name.slice(bucket.length + 1)}</Key></Contents>`).join("");
    const next = isCut ? `<NextContinuationToken>${page.at(-1) ?? ""}</NextContinuationToken>` : "";
    return `<ListBucketResult><IsTruncated>${isCut}</IsTruncated>${next}${contents}</ListBucketResult>`;
  }

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? "/", "http://s3");
    const [, bucket = "", ...rest] = decodeURIComponent(url.pathname).split("/");
    const request = { method: incoming.method ?? "", bucket, key: rest.join("/") };
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    requests.push(request);
    const fault = server.fault(request);
    const served = fault === "refused" ? null : serve(request, url, Buffer.concat(chunks).toString("utf8"));
    if (fault === "dropped after success") {
      response.destroy();
      return;
    }
    const { status, text } = fault === null && served ? served : { status: 503, text: errorText("SlowDown") };
    response.writeHead(status, { "content-type": "application/xml" });
    response.end(request.method === "HEAD" ? "" : text);
  }

  const http = createServer((incoming, response) => void answer(incoming, response));
  await new Promise<void>((resolve) => {
    http.listen(0, "127.0.0.1", resolve);
  });
  const address = http.address();
  const server: S3Server = {
    endpoint: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    objects,
    requests,
    fault: () => null,
    stop: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return server;
}

const errorText = (code: string): string => `<Error><Code>${code}</Code><Message>${code}</Message></Error>`;
