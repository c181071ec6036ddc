// How links run: down from row to row, through the gaps between boxes, never through one.
import { PILLS } from "./layout.mjs";

const [MARGIN, BEND] = [5, 0.5];

// The path of each link, as SVG writes it, its end, and whether it arrives from below; null for a link to itself.
export function routes(scene, placed, links) {
  const free = placed.rows.map((row) => gaps(placed, row));
  const [leaving, arriving] = [ports(placed, links, "from", "to"), ports(placed, links, "to", "from")];
  return links.map((link, at) => route(scene, placed, free, link, leaving[at], arriving[at], at));
}

// The stretches of a row in which no box stands.
function gaps(placed, row) {
  const taken = row.items.map((i) => placed.boxes[i]).sort((a, b) => a.x - b.x);
  const found = [];
  let left = -Infinity;
  for (const box of taken) {
    found.push([left, box.x - MARGIN]);
    left = box.x + box.w + MARGIN;
  }
  return [...found, [left, Infinity]];
}

// Where links touch a box: side by side, in the order of their other ends.
function ports(placed, links, one, other) {
  const at = new Map();
  links.forEach((link, i) => {
    if (!at.has(link[one])) at.set(link[one], []);
    at.get(link[one]).push(i);
  });
  const result = new Array(links.length);
  for (const [i, those] of at) {
    const box = placed.boxes[i];
    const step = Math.min(12, (box.w * 0.7) / Math.max(1, those.length - 1));
    those.sort((a, b) => placed.boxes[links[a][other]].x - placed.boxes[links[b][other]].x);
    those.forEach((l, k) => { result[l] = box.x + box.w / 2 + (k - (those.length - 1) / 2) * step; });
  }
  return result;
}

function route(scene, placed, free, link, leaving, arriving, at) {
  const [from, to] = [placed.boxes[link.from], placed.boxes[link.to]];
  if (link.from === link.to) return null;
  const pill = link.joint >= 0 ? from.pills.find(({ requirement }) => requirement === link.joint) : null;
  const start = pill ? [pill.x + PILLS.width / 2, pill.y + PILLS.height] : [leaving, from.y + from.h];
  const down = to.row > from.row;
  const end = [arriving, down ? to.y - 1 : to.y + to.h + 1 + (to.pills.length ? PILLS.height + 4 : 0)];
  const passed = [];
  if (down) for (let r = from.row + 1; r < to.row; r++) passed.push(r);
  else if (to.row < from.row) for (let r = from.row; r > to.row; r--) passed.push(r);
  let [x, y] = start;
  let path = `M${f(x)} ${f(y)}`;
  passed.forEach((r, k) => {
    const row = placed.rows[r];
    const wanted = start[0] + ((end[0] - start[0]) * (k + 1)) / (passed.length + 1);
    const gx = nearest(free[r], wanted, (at % 5) - 2);
    const [top, bottom] = [row.y - 3, row.y + row.h + 3];
    path += down ? bend(x, y, gx, top, 1) + `V${f(bottom)}` : loop(x, y, gx, bottom, k) + `V${f(top)}`;
    [x, y] = [gx, down ? bottom : top];
  });
  if (down) path += bend(x, y, end[0], end[1] - 5, 1);
  else path += loop(x, y, end[0], end[1] + 5, passed.length);
  return { path, end, down };
}

// A curve that leaves and arrives upright.
function bend(x, y, gx, gy, way) {
  const reach = Math.max(6, Math.abs(gy - y) * BEND) * way;
  return `C${f(x)} ${f(y + reach)} ${f(gx)} ${f(gy - reach)} ${f(gx)} ${f(gy)}`;
}

// The same upwards; the first goes down into the channel below the row and comes back.
function loop(x, y, gx, gy, k) {
  if (k > 0) return bend(x, y, gx, gy, -1);
  const dip = Math.max(y, gy) + 16;
  return `C${f(x)} ${f(dip)} ${f(gx)} ${f(dip)} ${f(gx)} ${f(gy)}`;
}

function nearest(stretches, wanted, shift) {
  let best = wanted;
  let far = Infinity;
  for (const [left, right] of stretches) {
    if (right < left) continue;
    const x = Math.min(Math.max(wanted, left), right);
    if (Math.abs(x - wanted) < far) {
      const room = Math.min(4, (right - left) / 2);
      far = Math.abs(x - wanted);
      best = far ? Math.min(Math.max(x + (x === left ? room : -room) + shift, left), right) : x;
    }
  }
  return best;
}

const f = (number) => number.toFixed(1);
