import { readdirSync, readFileSync, statSync } from "node:fs";

const built = "dist/widget";

/** The entry and everything it imports statically: the page names them all, so that nothing heavy can join unseen. */
const beforeFirstPaint = [
  ...readFileSync(`${built}/index.html`, "utf8").matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g),
].map(([, file]) => `${built}/${file}`);
if (beforeFirstPaint.length === 0) throw new Error(`${built}/index.html names no script. Run npm run build first.`);

/** An agent has one language: of the catalogues beside English only the largest counts. */
const catalogue = /^(?:ar|de|es|fr|ja|pt(?:-br)?)-[\w-]{8}\.js$/i;
const scripts = readdirSync(`${built}/assets`).filter((file) => file.endsWith(".js"));
const bytesOf = (file) => statSync(`${built}/assets/${file}`).size;
const catalogues = scripts.filter((file) => catalogue.test(file)).sort((one, other) => bytesOf(other) - bytesOf(one));
const everything = scripts
  .filter((file) => !catalogues.slice(1).includes(file))
  .map((file) => `${built}/assets/${file}`);

export default [
  { name: "before a cached journey can be shown", path: beforeFirstPaint, limit: "115 kB", gzip: true },
  { name: "everything the panel ever loads", path: everything, limit: "190 kB", gzip: true },
];
