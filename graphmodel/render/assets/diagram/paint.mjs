// How the diagram looks. It is given what stands where and what is stressed, and draws it on a surface.
import { FONT, PILLS } from "./layout.mjs";

const [BASE, FADED] = [12, 0.28];

// drawing: { model, scene, placed, route, colors, looks }; stress: { items, links, chosen, focus, state, usable }.
// detail: 0 boxes only, 1 names too. Returns nothing.
export function paint(surface, drawing, stress, { x0 = -Infinity, y0 = -Infinity, x1 = Infinity, y1 = Infinity, detail = 1, small = 1 } = {}) {
  const { placed } = drawing;
  const seen = (box) => box.x < x1 && box.y < y1 && box.x + box.w > x0 && box.y + box.h + 40 > y0;
  const bands = placed.bands.filter((band) => band.label && seen(band));
  const frames = placed.frames.filter(seen);
  for (const band of [...frames, ...bands]) frame(surface, drawing, band);
  links(surface, drawing, stress, detail);
  const boxes = placed.boxes.filter(seen);
  for (const box of boxes) drawBox(surface, drawing, stress, box, detail);
  for (const band of [...frames, ...bands]) heading(surface, drawing, band, small);
}

function frame(surface, { colors }, band) {
  surface.box(band.x, band.y, band.w, band.h, 8, { fill: colors.shade, stroke: colors.frame });
}

// On a plate, so that no line crosses it; always large enough to be read.
function heading(surface, { colors, measure }, band, small) {
  const size = Math.max(FONT, 11 / small);
  surface.box(band.x + 8, band.y + 2, (measure(band.label, true) * size) / FONT + 8, size + 3, 4, { fill: colors.shade });
  surface.text(band.x + 12, band.y + 1 + size, band.label, { color: colors.faint, size, bold: true });
}

// Those that are stressed last, so that nothing is drawn over them.
function links(surface, drawing, stress, detail) {
  // What is stressed does not change from frame to frame: the lines of one style are put together once.
  stress.lines ??= [...plainLines(drawing, stress), ...stressedLines(drawing, stress)];
  for (const { style, path, heads } of stress.lines) {
    surface.path(path, style);
    if (detail) surface.path(heads, { fill: style.stroke, alpha: style.alpha });
  }
}

function plainLines(drawing, stress) {
  const batches = new Map();
  for (const [at, link] of drawing.scene.links.entries()) {
    if (stress.links.has(at) || ((link.implied || link.badge) && !stress.everything)) continue;
    const style = lineStyle(drawing, link, stress.items !== null);
    const key = JSON.stringify(style);
    if (!batches.has(key)) batches.set(key, { style, at: [] });
    batches.get(key).at.push(at);
  }
  return [...batches.values()].map(({ style, at }) => together(drawing, at, style));
}

function stressedLines(drawing, stress) {
  return [...stress.links].map(([at, own]) => together(drawing, [at], { ...lineStyle(drawing, drawing.scene.links[at], false), ...own }));
}

function lineStyle({ colors }, link, faded) {
  const mark = colors[`${link.mark}-line`];
  const stroke = link.highlight ? colors.highlight : link.cycle ? colors.cycle : mark ?? colors.edge;
  const width = (link.highlight || link.cycle ? 1.8 : 1) + Math.min(3, Math.log2(link.dependencies.length) * 0.6);
  return { stroke, width, dash: link.soft ? [5, 4] : undefined, alpha: faded ? FADED : 0.75 };
}

function together({ route }, at, style) {
  const lines = at.map(route).filter(Boolean);
  const heads = lines.map(({ end: [x, y], down }) => `M${x.toFixed(1)} ${y.toFixed(1)}l-3.5 ${down ? -7 : 7}h7z`);
  return { style, path: { d: lines.map(({ path }) => path).join("") }, heads: { d: heads.join("") } };
}

function drawBox(surface, drawing, stress, box, detail) {
  const { scene, colors } = drawing;
  const item = scene.items[box.i];
  const look = lookOf(drawing, stress, item);
  const alpha = stress.items === null || stress.items.has(box.i) ? 1 : FADED;
  if (item.node < 0) {
    for (const shift of [5, 2.5]) {
      surface.box(box.x + shift, box.y + shift, box.w, box.h, 4, { fill: colors.paper, stroke: look.line, alpha });
    }
  }
  // What is behind is not to be seen through a box that is faded.
  if (alpha < 1) surface.box(box.x, box.y, box.w, box.h, 4, { fill: colors.shade });
  const dash = look.dashed ? [5, 3] : undefined;
  surface.box(box.x, box.y, box.w, box.h, 4, { fill: look.fill, stroke: look.line, width: look.pen, dash, alpha });
  if (look.double) surface.box(box.x + 3, box.y + 3, box.w - 6, box.h - 6, 2, { stroke: look.line, alpha });
  const ring = stress.rings.get(box.i);
  if (ring) surface.box(box.x - 4, box.y - 4, box.w + 8, box.h + 8, 7, ring);
  const taken = plate(surface, drawing, box, item, stress, alpha);
  for (const pill of box.pills) drawPill(surface, drawing, stress, pill, alpha, detail);
  if (!detail) return;
  const { ink } = look;
  box.lines.forEach((line, k) => {
    surface.text(box.x + box.w / 2, box.y + 6 + BASE + k * 15, line, { color: ink, size: FONT, bold: box.bold, align: "center", alpha });
  });
  box.notes.forEach((line, k) => {
    const y = box.y + 6 + BASE + (box.lines.length + k) * 15;
    surface.text(box.x + box.w / 2, y, line, { color: ink, size: FONT, align: "center", alpha });
  });
  badge(surface, drawing, box, taken, alpha);
}

// "✗ down" on the upper edge, between the heading above and the name: a state is never told by colour alone. Of a folded cluster, how many are in its worst state.
// Returns how wide it is.
function plate(surface, { model, colors, looks }, box, item, stress, alpha) {
  const state = stress.state(item);
  if (!looks.states[state] || state === "up") return 0;
  const failed = item.node >= 0 && stress.failed.has(item.node);
  const number = item.node < 0 ? `: ${item.members.filter((v) => stress.state({ members: [v] }) === state).length}` : "";
  const text = `${looks.states[state].sign} ${failed ? "fails" : model.words[state]}${number}`;
  const width = 14 + text.length * 6;
  const style = failed ? { fill: colors["failed-fill"] } : { fill: colors.paper, stroke: colors[`${state}-line`], width: 1.2 };
  surface.box(box.x - 7, box.y - 9, width, 15, 7, { ...style, alpha });
  surface.text(box.x - 7 + width / 2, box.y + 2.5, text, { color: failed ? colors["failed-ink"] : colors.ink, size: 10, bold: true, align: "center", alpha });
  return width;
}

// "13 ↑": so many need it, whose lines are drawn when it is chosen. On the upper edge, or the lower one where no room is left.
function badge(surface, { scene, colors }, box, taken, alpha) {
  const number = scene.badges.get(box.i);
  if (!number) return;
  const text = `${number} ↑`;
  const width = 14 + text.length * 7;
  const y = taken + width > box.w + 13 ? box.y + box.h - 5 : box.y - 9;
  surface.box(box.x + box.w - width + 6, y, width, 17, 8, { fill: colors.ink, alpha });
  surface.text(box.x + box.w - width / 2 + 6, y + 12.5, text, { color: colors.paper, size: 11, bold: true, align: "center", alpha });
}

function drawPill(surface, { model, colors, looks }, stress, pill, alpha, detail) {
  const { needs, size, state: asked } = model.requirements[pill.requirement];
  const now = stress.requirement(pill.requirement) ?? { state: asked };
  const look = looks.states[now.state];
  const ink = look ? colors[`${now.state}-ink`] : colors.ink;
  const style = { fill: look ? colors[`${now.state}-fill`] : colors.paper, stroke: look ? colors[`${now.state}-line`] : colors.edge, alpha };
  surface.box(pill.x, pill.y, PILLS.width, PILLS.height, 7, style);
  if (!detail) return;
  const text = now.usable === undefined || now.usable === size ? `${needs} of ${size}` : `${needs}/${size}: ${now.usable} up`;
  surface.text(pill.x + PILLS.width / 2, pill.y + 11.5, text, { color: ink, size: 9.5, align: "center", alpha });
}

// The look of a thing: its state's, if it has one.
function lookOf({ model, colors, looks }, stress, item) {
  const state = stress.state(item);
  const kind = item.node < 0 ? "cluster" : model.kinds[item.node];
  const name = looks.states[state] && !(state === "up" && kind === "product") ? state : looks.kinds[kind] ? kind : "service";
  const look = looks.states[name] ?? looks.kinds[name];
  const dashed = look.dashed || kind === "placeholder";
  if (item.node >= 0 && stress.failed.has(item.node)) return { ...looks.states.failed, fill: colors["failed-fill"], line: colors["failed-line"], ink: colors["failed-ink"] };
  if (item.node >= 0 && !state && model.softened.has(item.node)) return { ...look, fill: colors.paper, line: colors.soft, pen: 1, ink: colors.faint, dashed };
  return { ...look, fill: colors[`${name}-fill`], line: colors[`${name}-line`], ink: colors[`${name}-ink`], dashed };
}
