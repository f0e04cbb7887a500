import { readFileSync } from "node:fs";

const built = "dist/widget";

/** The entry and everything it imports statically: the page names them all, so that nothing heavy can join unseen. */
const beforeFirstPaint = [
  ...readFileSync(`${built}/index.html`, "utf8").matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g),
].map(([, file]) => `${built}/${file}`);
if (beforeFirstPaint.length === 0) throw new Error(`${built}/index.html names no script. Run npm run build first.`);

export default [
  { name: "before a cached journey can be shown", path: beforeFirstPaint, limit: "115 kB", gzip: true },
  { name: "everything the panel ever loads", path: `${built}/**/*.js`, limit: "190 kB", gzip: true },
];
