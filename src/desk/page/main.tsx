import "@fontsource-variable/noto-sans";
import "@fontsource-variable/urbanist";
import "./desktop.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Desktop } from "./Desktop.tsx";
import { readPreferences } from "./preferences.ts";

const root = document.querySelector("#root");
if (root === null) throw new Error("The page has no element with the id root; add it to index.html.");
createRoot(root).render(
  <StrictMode>
    <Desktop initial={readPreferences(location.search)} />
  </StrictMode>,
);
