import "@fontsource-variable/noto-sans";
import "@fontsource-variable/urbanist";
import "./operators.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { Operators } from "./Operators.tsx";
import { createKeptKey } from "./kept-key.ts";
import { createServiceClient } from "./service-client.ts";

const root = document.querySelector("#root");
if (root === null) throw new Error("The page has no element with the id root; add it to index.html.");
const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
createRoot(root).render(
  <QueryClientProvider client={queries}>
    <Operators
      kept={createKeptKey(() => window.sessionStorage)}
      openService={(key) => createServiceClient({ key, fetch: (...request) => window.fetch(...request) })}
    />
  </QueryClientProvider>,
);
