// How links run: down from row to row, through the gaps between boxes, never through one.
import { PILLS } from "./layout.mjs";

const [MARGIN, BEND, BESIDE] = [5, 0.5, 6];

// A function that gives of each link, by its number, the path as SVG writes it, its end, and whether it arrives from
// above; null for a link to itself. A link is only routed when it is asked for. drawn(link): does it need room of its own?
export function router(placed, links, drawn) {
  const free = placed.rows.map((row) => gaps(placed, row));
  const [leaving, arriving] = [ports(placed, links, "from", "to", drawn), ports(placed, links, "to", "from", drawn)];
  const made = new Map();
  return (at) => {
    if (!made.has(at)) made.set(at, route(placed, free, links[at], leaving(at), arriving(at), at));
    return made.get(at);
  };
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

// Where links touch a box: side by side, in the order of their other ends; others in the middle.
function ports(placed, links, one, other, drawn) {
  const at = new Map();
  links.forEach((link, i) => {
    if (!drawn(link)) return;
    if (!at.has(link[one])) at.set(link[one], []);
    at.get(link[one]).push(i);
  });
  const result = new Map();
  for (const [i, those] of at) {
    const box = placed.boxes[i];
    const [left, right] = one === "to" ? beside(placed.rows[box.row].plate, box) : [box.x, box.x + box.w];
    const step = Math.min(12, ((right - left) * 0.7) / Math.max(1, those.length - 1));
    those.sort((a, b) => placed.boxes[links[a][other]].x - placed.boxes[links[b][other]].x);
    those.forEach((l, k) => { result.set(l, (left + right) / 2 + (k - (those.length - 1) / 2) * step); });
  }
  const middle = (l) => placed.boxes[links[l][one]].x + placed.boxes[links[l][one]].w / 2;
  return (l) => result.get(l) ?? middle(l);
}

// From where to where a box may be reached from above without crossing the heading over it, if it can be.
function beside(plate, box) {
  const right = box.x + box.w;
  const left = Math.max(box.x, (plate?.right ?? box.x) + BESIDE);
  return left < right - BESIDE && left > box.x ? [left, right] : [box.x, right];
}

function route(placed, free, link, leaving, arriving, at) {
  const [from, to] = [placed.boxes[link.from], placed.boxes[link.to]];
  if (link.from === link.to) return null;
  const pill = link.joint >= 0 ? from.pills.find(({ requirement }) => requirement === link.joint) : null;
  const start = pill ? [pill.x + PILLS.width / 2, pill.y + PILLS.height] : [leaving, from.y + from.h];
  const down = to.row > from.row;
  const below = (box) => placed.rows[box.row].y + placed.rows[box.row].h + 3;
  const end = [arriving, down ? to.y - 1 : to.y + to.h + 1 + (to.pills.length ? PILLS.height + 4 : 0)];
  const passed = [];
  if (down) for (let r = from.row + 1; r < to.row; r++) passed.push(r);
  else if (to.row < from.row) for (let r = from.row; r > to.row; r--) passed.push(r);
  // A box may be lower than its neighbours: upright until below them all.
  let [x, y] = [start[0], Math.max(start[1], below(from))];
  let path = `M${f(start[0])} ${f(start[1])}V${f(y)}`;
  passed.forEach((r, k) => {
    const row = placed.rows[r];
    const wanted = start[0] + ((end[0] - start[0]) * (k + 1)) / (passed.length + 1);
    const gx = nearest(free[r], wanted, (at % 5) - 2);
    const [top, bottom] = [row.y - 3, row.y + row.h + 3];
    if (k > 0 && Math.abs(gx - x) < 1) {
      y = down ? bottom : top;
      return;
    }
    if (k > 0) path += `V${f(y)}`;
    path += down ? bend(x, y, gx, top, 1) : loop(x, y, gx, bottom, k);
    [x, y] = [gx, down ? bottom : top];
  });
  if (passed.length) path += `V${f(y)}`;
  const { plate } = placed.rows[to.row];
  // Beside the heading upright.
  if (down && plate && x < plate.right && plate.right < end[0] && y < plate.top) path += `${bend(x, y, end[0], plate.top, 1)}V${f(end[1] - 5)}`;
  else if (down) path += bend(x, y, end[0], end[1] - 5, 1);
  else path += `${loop(x, y, end[0], Math.max(end[1] + 5, below(to)), passed.length)}V${f(end[1] + 5)}`;
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

// The place nearest to the one wanted in which nothing stands, a little inside and apart from other lines.
function nearest(stretches, wanted, shift) {
  let [low, high] = [0, stretches.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stretches[middle][1] < wanted) low = middle + 1;
    else high = middle;
  }
  let [best, far] = [wanted, Infinity];
  for (const [left, right] of stretches.slice(Math.max(0, low - 1), low + 1)) {
    const x = Math.min(Math.max(wanted, left), right);
    if (right < left || Math.abs(x - wanted) >= far) continue;
    far = Math.abs(x - wanted);
    const room = Math.min(4, (right - left) / 2);
    best = far ? Math.min(Math.max(x + (x === left ? room : -room) + shift, left), right) : x;
  }
  return best;
}

const f = (number) => number.toFixed(1);
