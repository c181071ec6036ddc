// Where the page of a diagram puts things, and what it draws of its links, as JSON: of several catalogues and views.
import { readFileSync } from "node:fs";
import { layout } from "../../graphmodel/render/assets/diagram/layout.mjs";
import { read } from "../../graphmodel/render/assets/diagram/model.mjs";
import { router } from "../../graphmodel/render/assets/diagram/routes.mjs";
import { opening, visible } from "../../graphmodel/render/assets/diagram/view.mjs";

const numbers = (path) => (path.match(/[MCV]|-?[\d.]+/g) ?? []);

// Points along a path of lines and curves.
function points(path) {
  const found = [];
  let [x, y, command, at] = [0, 0, "", 0];
  const parts = numbers(path);
  while (at < parts.length) {
    if (/[MCV]/.test(parts[at])) command = parts[at++];
    const next = parts.slice(at, at + { M: 2, C: 6, V: 1 }[command]).map(Number);
    at += next.length;
    const [x1, y1, x2, y2, x3, y3] = command === "C" ? next : command === "V" ? [x, y, x, next[0], x, next[0]] : [...next, ...next, ...next];
    for (let t = 0.05; command !== "M" && t < 1; t += 0.05) {
      const u = 1 - t;
      found.push([u ** 3 * x + 3 * u * u * t * x1 + 3 * u * t * t * x2 + t ** 3 * x3, u ** 3 * y + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t ** 3 * y3]);
    }
    [x, y] = [x3, y3];
  }
  return found;
}

const answers = JSON.parse(readFileSync(process.argv[2], "utf8")).map(({ data, folded, hidden, all, layered }) => {
  const model = read(data);
  const view = { ...opening(model), all, folded: new Set(folded), hidden: new Set(hidden) };
  const scene = visible(model, view);
  const placed = layout(scene, {
    frame: { width: 900, height: 600 }, layered, measure: (text) => text.length * 7, heading: (c) => model.clusters[c],
    caption: ({ node, cluster }) => ({ name: node < 0 ? model.clusters[cluster] : model.labels[node], notes: [], bold: false }),
  });
  const drawn = (link) => all || (!link.implied && !link.badge);
  const route = router(placed, scene.links, drawn);
  return {
    items: scene.items.map(({ key, members }) => [key, members.map((v) => model.ids[v])]),
    headings: [...placed.frames, ...placed.bands].filter(({ label }) => label).map(({ x, y, label }) => [x + 8, y + 2, label.length * 7 + 8, 15]),
    boxes: placed.boxes.map(({ x, y, w, h, lines }) => [x, y, w, h, lines]),
    badges: [...scene.badges],
    links: scene.links.map((link, at) => ({
      ...link, joint: link.joint >= 0, dependencies: link.dependencies.map((d) => [model.ids[model.dependencies[d].consumer], model.ids[model.dependencies[d].provider], model.requirements[model.dependencies[d].requirement].group]),
      points: drawn(link) ? points(route(at)?.path ?? "") : [],
    })),
    width: placed.width, height: placed.height,
  };
});
process.stdout.write(JSON.stringify(answers));
