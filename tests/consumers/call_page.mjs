// Calls functions of the page's modules: [module, function, arguments] of each, in; what they give, out, as JSON.
import { readFileSync } from "node:fs";

const calls = JSON.parse(readFileSync(process.argv[2], "utf8"));
const results = [];
for (const [module, name, given] of calls) {
  const found = await import(`../../graphmodel/render/assets/diagram/${module}.mjs`);
  results.push(found[name](...given));
}
process.stdout.write(JSON.stringify(results));
