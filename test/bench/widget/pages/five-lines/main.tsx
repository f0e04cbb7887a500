import { createRoot } from "react-dom/client";
import { remembered } from "./remembered.ts";

const written = [
  "Nimali Perera",
  "Third contact in four days",
  "Billing dispute",
  "Refund promised for Friday",
  "Ticket 1234",
];
const lines = import.meta.env.VITE_REMEMBERS ? await remembered(written) : written;
const root = document.querySelector("#root");
if (root !== null) {
  createRoot(root).render(
    <main>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </main>,
  );
}
