// Where things stand: a band for each cluster, rows by level wrapped at one width; or rows by level only.
import { captions, pieces } from "./texts.mjs";
import { levels } from "./walks.mjs";

export const FONT = 12;
const [LINE, PAD, NARROW, WIDE] = [15, 8, 104, 190];
const [ACROSS, CHANNEL, PILL, HEADING, BETWEEN] = [16, 23, 18, 29, 10];
export const PILLS = { height: 15, width: 44, gap: 3 };
// What a heading takes beside its text.
const PLATE = 16;
// What is around bands is so much wider on each side than what is in it, for so many levels.
const [FRAME, DEEPEST] = [4, 4];
const SWEEPS = 6;

// scene: what view.js makes; frame: { width, height } of the window; measure(text, bold): its width in pixels;
// caption(item): { name, notes, bold }; heading(cluster): its text; around(cluster): the names of what is around it, the
// outermost first; layered: no bands.
export function layout(scene, { frame, measure, caption, heading, layered, around = () => [] }) {
  const texts = scene.items.map(caption);
  const inner = Math.min(WIDE, Math.max(NARROW, ...texts.flatMap(({ name, bold }) => pieces(name).map((p) => measure(p.trimEnd(), bold)))));
  const names = captions(texts.map(({ name }) => name), inner, (text) => measure(text, true));
  const boxes = texts.map(({ notes, bold }, i) => ({
    i, bold, lines: names[i], notes: captions(notes, inner, measure).flat(), pills: pillsOf(scene, i),
    w: inner + 2 * PAD, x: 0, y: 0, h: 0, row: 0, column: 0,
  }));
  for (const box of boxes) box.h = (box.lines.length + box.notes.length) * LINE + 2 * PAD - 3;
  const to = boxes.map(() => []);
  for (const link of scene.links) to[link.from].push(link.to);
  const level = levels(to);
  const bands = layered ? [{ cluster: -1, items: [...boxes.keys()] }] : inBands(scene, level, around);
  for (const band of bands) band.items.sort((a, b) => rank(scene, a) - rank(scene, b) || level[a] - level[b] || a - b);
  if (layered) bands[0].items.sort((a, b) => level[a] - level[b] || a - b);
  const columns = fitting(bands, boxes, level, frame, layered);
  const rows = bands.flatMap((band) => (band.rows = inRows(band.items, columns, level, layered).map((items) => ({ items, band }))));
  rows.forEach((row, at) => row.items.forEach((i) => { boxes[i].row = at; }));
  order(scene, boxes, rows, columns);
  return stacked(boxes, bands, rows, columns, measure, heading, (band) => (band.cluster >= 0 && !layered ? around(band.cluster) : []));
}

function pillsOf(scene, i) {
  return [...(scene.outgoing.get(i) ?? [])].map((requirement) => ({ requirement, x: 0, y: 0 }));
}

// Products first, whatever underpins what.
function rank(scene, i) {
  return scene.products.has(i) ? 0 : 1;
}

// One band for each cluster, in the order in which most dependencies lead down; folded ones that follow each other
// share a band.
function inBands(scene, level, around) {
  const clusters = new Map();
  scene.items.forEach((item, i) => {
    if (!clusters.has(item.cluster)) clusters.set(item.cluster, []);
    clusters.get(item.cluster).push(i);
  });
  const sorted = together(downwards(scene, [...clusters.keys()], level, clusters), (c) => (c >= 0 ? around(c) : []));
  const bands = [];
  for (const cluster of sorted) {
    const items = clusters.get(cluster);
    const open = items.filter((i) => scene.items[i].node >= 0);
    const folded = items.filter((i) => scene.items[i].node < 0);
    if (open.length && cluster >= 0) bands.push({ cluster, items });
    else if (bands.length && bands.at(-1).cluster < 0) bands.at(-1).items.push(...open, ...folded);
    else bands.push({ cluster: -1, items: [...open, ...folded] });
  }
  return bands;
}

// The same order, but what is in one frame side by side, where the first of it stands.
export function together(clusters, around, depth = 0) {
  const groups = new Map();
  for (const c of clusters) {
    const name = around(c)[depth];
    const key = name === undefined ? `c${c}` : `f${name}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(c);
  }
  return [...groups.values()].flatMap((some) => (around(some[0])[depth] === undefined ? some : together(some, around, depth + 1)));
}

// Clusters with more products than services first; then each time the one with the most dependencies out of it less
// those into it, of those that are left (P. Eades, X. Lin and W. Smyth, 1993).
function downwards(scene, clusters, level, members) {
  const out = new Map(clusters.map((c) => [c, new Map()]));
  for (const { from, to, dependencies } of scene.links) {
    const [a, b] = [scene.items[from].cluster, scene.items[to].cluster];
    if (a !== b) out.get(a).set(b, (out.get(a).get(b) ?? 0) + dependencies.length);
  }
  const mean = (c) => members.get(c).reduce((sum, i) => sum + level[i], 0) / members.get(c).length;
  const top = (c) => members.get(c).filter((i) => scene.products.has(i)).length * 2 >= members.get(c).length;
  const weight = (c, left) => [...left].reduce((sum, d) => sum + (out.get(c).get(d) ?? 0) - (out.get(d).get(c) ?? 0), 0);
  const sorted = [];
  for (const some of [clusters.filter(top), clusters.filter((c) => !top(c))]) {
    const left = new Set(some);
    while (left.size) {
      const best = [...left].sort((a, b) => weight(b, left) - weight(a, left) || mean(a) - mean(b) || a - b)[0];
      sorted.push(best);
      left.delete(best);
    }
  }
  return sorted;
}

// The number of columns at which everything is largest in the window.
function fitting(bands, boxes, level, frame, layered) {
  const most = Math.min(80, Math.max(1, ...bands.map((band) => band.items.length)));
  const tall = (items) => Math.max(...items.map((i) => boxes[i].h)) + CHANNEL + (items.some((i) => boxes[i].pills.length) ? PILL : 0);
  const high = (band, columns) => inRows(band.items, columns, level, layered).reduce((sum, items) => sum + tall(items), band.cluster >= 0 ? HEADING + BETWEEN : BETWEEN);
  let best = { columns: 1, scale: 0 };
  for (let columns = 1; columns <= most; columns += Math.ceil(columns / 20)) {
    const wide = columns * ((boxes[0]?.w ?? 1) + ACROSS) + ACROSS;
    const scale = Math.min(frame.width / wide, frame.height / bands.reduce((sum, band) => sum + high(band, columns), 0));
    if (scale > best.scale) best = { columns, scale };
  }
  return best.columns;
}

// Rows of at most so many; a level begins a new one where the last is full enough, or always.
function inRows(items, columns, level, layered) {
  const rows = [];
  items.forEach((i, at) => {
    const row = rows.at(-1);
    const next = at > 0 && level[items[at - 1]] !== level[i];
    if (!row || row.length >= columns || (next && (layered || row.length > columns * 0.7))) rows.push([i]);
    else row.push(i);
  });
  return rows;
}

// Columns: each thing near the mean of what it is linked with, in several sweeps; the shortest links are kept.
function order(scene, boxes, rows, columns) {
  const near = boxes.map(() => []);
  for (const { from, to, implied, badge } of scene.links) {
    if (implied || badge || from === to) continue;
    near[from].push(to);
    near[to].push(from);
  }
  for (const row of rows) put(boxes, row, row.items.map((_, at) => at + Math.floor((columns - row.items.length) / 2)));
  const length = () => boxes.reduce((sum, box) => sum + near[box.i].reduce((far, j) => far + Math.abs(boxes[j].column - box.column), 0), 0);
  let best = { length: length(), rows: rows.map((row) => row.items), columns: boxes.map((box) => box.column) };
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const row of sweep % 2 ? [...rows].reverse() : rows) {
      const wanted = new Map(row.items.map((i) => [i, near[i].length ? near[i].reduce((sum, j) => sum + boxes[j].column, 0) / near[i].length : boxes[i].column]));
      row.items = [...row.items].sort((a, b) => wanted.get(a) - wanted.get(b) || boxes[a].column - boxes[b].column);
      put(boxes, row, apart(row.items.map((i) => wanted.get(i)), columns));
    }
    const now = length();
    if (now < best.length) best = { length: now, rows: rows.map((row) => row.items), columns: boxes.map((box) => box.column) };
  }
  rows.forEach((row, at) => { row.items = best.rows[at]; });
  boxes.forEach((box) => { box.column = best.columns[box.i]; });
}

function put(boxes, row, columns) {
  row.items.forEach((i, at) => { boxes[i].column = columns[at]; });
}

// Distinct whole numbers in ascending order, as near to those wanted as can be (isotonic regression of wanted - place).
export function apart(wanted, columns) {
  const pools = [];
  wanted.forEach((value, at) => {
    pools.push({ sum: value - at, size: 1 });
    while (pools.length > 1 && pools.at(-2).sum / pools.at(-2).size >= pools.at(-1).sum / pools.at(-1).size) {
      const last = pools.pop();
      pools.at(-1).sum += last.sum;
      pools.at(-1).size += last.size;
    }
  });
  const found = pools.flatMap(({ sum, size }) => Array(size).fill(Math.round(sum / size)));
  return found.map((value, at) => at + Math.max(0, Math.min(columns - wanted.length, value)));
}

// Coordinates, from the columns and the rows.
function stacked(boxes, bands, rows, columns, measure, heading, around) {
  const pitch = (boxes[0]?.w ?? 0) + ACROSS;
  const width = columns * pitch + ACROSS;
  let y = 0;
  const frames = [];
  let open = [];
  const close = (depth) => {
    for (const frame of open.splice(depth)) frame.h = y - BETWEEN - frame.y;
  };
  for (const band of bands) {
    const names = around(band);
    const same = names.findIndex((name, at) => open[at]?.label !== name);
    const kept = same < 0 ? names.length : same;
    if (open.length > kept) {
      close(kept);
      y += BETWEEN;
    }
    const plate = { top: y, right: -Infinity };
    const headed = ({ x, label }) => { plate.right = Math.max(plate.right, x + PLATE + measure(label, true)); };
    for (const label of names.slice(kept)) {
      const frame = { x: -FRAME * (DEEPEST - open.length), y, w: width + 2 * FRAME * (DEEPEST - open.length), h: 0, label };
      open.push(frame);
      frames.push(frame);
      headed(frame);
      y += HEADING;
    }
    Object.assign(band, { x: 0, y, w: width, label: band.cluster >= 0 ? heading(band.cluster) : "" });
    if (band.label) headed(band);
    if (plate.right > 0) band.rows[0].plate = plate;
    y += band.label ? HEADING : 4;
    for (const row of band.rows) {
      row.y = y;
      row.h = Math.max(...row.items.map((i) => boxes[i].h));
      const pills = row.items.some((i) => boxes[i].pills.length);
      for (const i of row.items) {
        const box = boxes[i];
        Object.assign(box, { x: ACROSS + box.column * pitch, y });
        const span = box.pills.length * (PILLS.width + PILLS.gap) - PILLS.gap;
        box.pills.forEach((pill, at) => {
          Object.assign(pill, { x: box.x + box.w / 2 - span / 2 + at * (PILLS.width + PILLS.gap), y: box.y + box.h + 3 });
        });
      }
      y += row.h + CHANNEL + (pills ? PILL : 0);
    }
    y -= CHANNEL - 10;
    band.h = y - band.y;
    y += BETWEEN + 8;
  }
  close(0);
  return { boxes, bands, rows, frames, width, height: Math.max(0, y - BETWEEN - 8), pitch };
}
