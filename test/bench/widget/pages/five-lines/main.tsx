import { createRoot } from "react-dom/client";

const lines = [
  "Nimali Perera",
  "Third contact in four days",
  "Billing dispute",
  "Refund promised for Friday",
  "Ticket 1234",
];
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
