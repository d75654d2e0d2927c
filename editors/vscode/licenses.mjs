// Adds the licenses of the packages that are in the bundle to a file.
//
//   node licenses.mjs META.json FILE
//
// META.json is what esbuild says of the bundle.
import { appendFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [meta, file] = process.argv.slice(2);
const inputs = Object.keys(JSON.parse(readFileSync(meta, "utf8")).inputs);
const folders = new Set(inputs.map((path) => /^(.*node_modules\/(@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean));
for (const folder of [...folders].sort()) {
  const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const texts = readdirSync(folder).filter((entry) => /^(licen[cs]e|copying|notice)/i.test(entry));
  if (texts.length === 0) {
    console.error(`licenses: ${name} has no license`);
    process.exit(1);
  }
  appendFileSync(file, `\n\n==== ${name} ${version}\n\n${texts.map((entry) => readFileSync(join(folder, entry), "utf8").replaceAll("\r", "")).join("\n")}`);
}
