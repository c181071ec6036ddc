// The window onto the diagram: pan, zoom, and what is under the pointer. Where a full drawing takes too long for a
// movement, the last one is moved in its place until the movement rests.
import { byId } from "./dom.mjs";

const [QUICK, REST, EDGE] = [26, 120, 24];
// Names smaller than this many pixels are not drawn.
const LEGIBLE = 4.5;

// draw(context, window, options): draws what is in the window; hits: { choose, open, hover } with an item or null.
export function stage(draw, hits) {
  const frame = byId("stage");
  const canvas = frame.querySelector("canvas");
  const context = canvas.getContext("2d");
  const layer = byId("nodes");
  const view = { x: 0, y: 0, scale: 1 };
  let [size, placed, waiting, took, kept, resting] = [{ width: 1, height: 1 }, null, false, 0, null, 0];
  // The least scale of what was fitted into the window, as long as nobody moved it; then it stays fitted.
  let fitted = null;

  function resized() {
    const pixels = window.devicePixelRatio || 1;
    size = { width: Math.max(1, frame.clientWidth), height: Math.max(1, frame.clientHeight) };
    [canvas.width, canvas.height] = [Math.round(size.width * pixels), Math.round(size.height * pixels)];
    kept = null;
    if (fitted !== null) place(fitted);
    // At once: a canvas of another size is empty, and the next frame would be too late.
    drawn();
  }

  // A full drawing with the next frame.
  function redraw() {
    kept = null;
    ask();
  }

  function ask() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      drawn();
    });
  }

  function drawn() {
    if (!placed) return;
    const pixels = window.devicePixelRatio || 1;
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (kept && took > QUICK) {
      const f = view.scale / kept.scale;
      context.fillStyle = getComputedStyle(document.body).backgroundColor;
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.drawImage(kept.image, (kept.x - view.x) * view.scale * pixels, (kept.y - view.y) * view.scale * pixels, canvas.width * f, canvas.height * f);
      clearTimeout(resting);
      resting = setTimeout(redraw, REST);
    } else {
      const before = performance.now();
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.setTransform(view.scale * pixels, 0, 0, view.scale * pixels, -view.x * view.scale * pixels, -view.y * view.scale * pixels);
      const seen = { x0: view.x, y0: view.y, x1: view.x + size.width / view.scale, y1: view.y + size.height / view.scale };
      draw(context, { ...seen, detail: view.scale * 12 >= LEGIBLE ? 1 : 0, small: view.scale });
      // A canvas is painted when the frame ends, so the next one tells how long it took.
      requestAnimationFrame(() => {
        took = performance.now() - before;
        if (took > QUICK) keep();
      });
    }
    layer.style.transform = `translate(${-view.x * view.scale}px, ${-view.y * view.scale}px) scale(${view.scale})`;
    frame.dataset.scale = view.scale.toFixed(3);
  }

  function keep() {
    const image = kept?.image ?? document.createElement("canvas");
    [image.width, image.height] = [canvas.width, canvas.height];
    image.getContext("2d").drawImage(canvas, 0, 0);
    kept = { image, ...view };
  }

  function moved() {
    fitted = null;
    ask();
  }

  function pan(dx, dy) {
    view.x += dx / view.scale;
    view.y += dy / view.scale;
    moved();
  }

  // At a point of the window.
  function zoom(factor, x = size.width / 2, y = size.height / 2) {
    const scale = Math.min(4, Math.max(0.02, view.scale * factor));
    view.x += x / view.scale - x / scale;
    view.y += y / view.scale - y / scale;
    view.scale = scale;
    moved();
  }

  // All of it, or as much as can be read when it is to be no smaller than that.
  function fit(least = 0) {
    if (!placed) return;
    place(least);
    fitted = least;
    redraw();
  }

  function place(least) {
    const all = Math.min((size.width - EDGE) / Math.max(1, placed.width), (size.height - EDGE) / Math.max(1, placed.height), 1.25);
    view.scale = Math.max(all, least);
    view.x = placed.width / 2 - size.width / 2 / view.scale;
    view.y = Math.min(placed.height / 2 - size.height / 2 / view.scale, -EDGE / 2 / view.scale);
    if (placed.height * view.scale < size.height) view.y = (placed.height - size.height / view.scale) / 2;
  }

  // A box into the window, at a size at which it can be read.
  function reveal(box, least = 0.8) {
    fitted = null;
    if (view.scale < least) {
      centre([box], least);
      fill();
    }
    const margin = 40 / view.scale;
    const off = (low, high, from, to) => (low < from + margin ? low - from - margin : Math.max(0, high - to + margin));
    view.x += off(box.x, box.x + box.w, view.x, view.x + size.width / view.scale);
    view.y += off(box.y, box.y + box.h, view.y, view.y + size.height / view.scale);
    redraw();
  }

  // All of these boxes into the window, no smaller than that; where they do not fit, the first of them and what does.
  function embrace(boxes, least) {
    fitted = null;
    const [width, height] = [extent(boxes, "x", "w"), extent(boxes, "y", "h")].map(([from, to]) => to - from + 4 * EDGE);
    centre(boxes, Math.max(least, Math.min(view.scale, size.width / width, size.height / height)));
    reveal(boxes[0], 0);
    fill();
  }

  function centre(boxes, scale) {
    view.scale = scale;
    const middle = ([from, to]) => (from + to) / 2;
    view.x = middle(extent(boxes, "x", "w")) - size.width / 2 / scale;
    view.y = middle(extent(boxes, "y", "h")) - size.height / 2 / scale;
  }

  // Nothing empty beside the diagram while some of it is out of the window on the other side.
  function fill() {
    const edge = EDGE / 2 / view.scale;
    const kept = (from, there, shown) => (there + 2 * edge <= shown ? (there - shown) / 2 : Math.min(Math.max(from, -edge), there + edge - shown));
    view.x = kept(view.x, placed.width, size.width / view.scale);
    view.y = kept(view.y, placed.height, size.height / view.scale);
    redraw();
  }

  function show(next) {
    placed = next;
    fitted = null;
    redraw();
  }

  // Pointers.
  const at = (event) => {
    const box = frame.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const under = (event) => {
    const [x, y] = at(event);
    return placed ? hit(placed, view.x + x / view.scale, view.y + y / view.scale, view.scale) : null;
  };
  const pointers = new Map();
  let far = 0;
  frame.addEventListener("wheel", (event) => {
    zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), ...at(event));
    event.preventDefault();
  }, { passive: false });
  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    pointers.set(event.pointerId, event);
    if (pointers.size === 1) far = 0;
  });
  frame.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) {
      hits.hover(under(event), frame);
      return;
    }
    const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
    far += Math.hypot(dx, dy);
    if (far < 4) return;
    frame.setPointerCapture(event.pointerId);
    const other = [...pointers.values()].find((p) => p.pointerId !== event.pointerId);
    if (other) {
      const apart = (p) => Math.hypot(p.clientX - other.clientX, p.clientY - other.clientY) || 1;
      zoom(apart(event) / apart(before), ...at(other));
    } else pan(-dx, -dy);
    pointers.set(event.pointerId, event);
  });
  for (const end of ["pointerup", "pointercancel"]) frame.addEventListener(end, (event) => pointers.delete(event.pointerId));
  frame.addEventListener("click", (event) => { if (far < 4) hits.choose(under(event), event); });
  frame.addEventListener("dblclick", (event) => hits.open(under(event)));
  new ResizeObserver(resized).observe(frame);
  resized();
  return { pan, zoom, fit, reveal, embrace, fill, show, redraw, view, size: () => size };
}

// From where to where boxes reach, on one axis.
function extent(boxes, at, size) {
  return [Math.min(...boxes.map((box) => box[at])), Math.max(...boxes.map((box) => box[at] + box[size]))];
}

// What is at a point: { box } or { band } (its heading), or null.
export function hit(placed, x, y, scale = 1) {
  for (const row of placed.rows) {
    if (y < row.y || y > row.y + row.h) continue;
    for (const i of row.items) {
      const box = placed.boxes[i];
      if (x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h) return { box };
    }
  }
  const high = Math.max(24, 22 / scale);
  const band = placed.bands.find((one) => one.label && y >= one.y && y <= one.y + high && x >= one.x && x <= one.x + Math.min(one.w, 40 + one.label.length * Math.max(8, 7 / scale)));
  return band ? { band } : null;
}
