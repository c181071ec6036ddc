// All of it together: what the reader did, what is shown, and what follows from it.
import { parse, written } from "./address.mjs";
import { announce, byId, count } from "./dom.mjs";
import { finder } from "./finder.mjs";
import { FONT, layout } from "./layout.mjs";
import { keys } from "./keys.mjs";
import { listbox } from "./listbox.mjs";
import { menus } from "./menus.mjs";
import { neighbours, read, sized } from "./model.mjs";
import { chips, legend } from "./notes.mjs";
import { paint } from "./paint.mjs";
import { panel, takeaway } from "./panel.mjs";
import { router } from "./routes.mjs";
import { download, png, printing, svg } from "./save.mjs";
import { stage } from "./stage.mjs";
import { DEGRADED, DOWN, STATES, fail } from "./states.mjs";
import { stressed, worst } from "./stress.mjs";
import { canvasSurface, font } from "./surfaces.mjs";
import { items, opening, visible } from "./view.mjs";
import { way } from "./walks.mjs";

// Names at opening are at least so many pixels high, or clusters are folded.
const READABLE = 9.2;
// More than these are folded without trying how large they would be.
const HOPELESS = 400;

const model = read(JSON.parse(byId("data").textContent));
const app = {
  model, view: opening(model), chosen: -1, cluster: -1, impact: null, path: null, picking: -1, hits: null, links: [],
  state: (v) => (app.impact ? STATES[app.impact.outcome.state[v]] : model.states[v]),
};
let stress = null;
const measuring = document.createElement("canvas").getContext("2d");
const widths = new Map();
const measure = (text, bold = false) => {
  const key = `${bold} ${text}`;
  if (!widths.has(key)) {
    measuring.font = font(FONT, bold);
    widths.set(key, measuring.measureText(text).width);
  }
  return widths.get(key);
};
const drawing = { model, measure, looks: model.looks, colors: {}, scene: null, placed: null, route: () => null };
const surfaces = new WeakMap();
const screen = stage((context, seen) => {
  if (!surfaces.has(context)) surfaces.set(context, canvasSurface(context));
  paint(surfaces.get(context), drawing, stress, seen);
}, {
  choose: ({ box, band } = {}) => { if (band) app.fold(band.cluster, true); else act(box ? box.i : -1); },
  open: ({ box } = {}) => { if (box && drawing.scene.items[box.i].node < 0) app.fold(drawing.scene.items[box.i].cluster, false); },
  hover: (there, frame) => {
    frame.classList.toggle("pointing", Boolean(there));
    frame.title = there?.box ? spoken(there.box.i) : there?.band ? `Fold ${there.band.label}` : "";
  },
});
let keyboard = null;
const list = listbox(spoken, (i) => drawing.scene.items[i].key, (i) => { screen.reveal(drawing.placed.boxes[i], 0); restress(); });

// What is shown has changed: everything finds its place anew.
function relayout({ fit = false, keep = null } = {}) {
  const before = keep === null ? null : onScreen(keep);
  const scene = visible(model, app.view, app.state);
  const frame = screen.size();
  const placed = layout(scene, {
    frame: { width: frame.width - 24, height: frame.height - 24 }, measure, caption: (item) => caption(item),
    heading: (c) => `▾ ${model.clusters[c]} · ${model.members[c].length.toLocaleString("en")}`,
    layered: Boolean(app.view.only || app.view.near), around: (c) => model.around[c],
  });
  const drawn = (link) => app.view.all || (!link.implied && !link.badge);
  app.links = scene.links;
  Object.assign(drawing, { scene, placed, route: router(placed, scene.links, drawn) });
  keyboard?.forget();
  screen.show(placed);
  list.show(placed);
  if (fit) screen.fit();
  else if (before) {
    const box = placed.boxes[scene.place[keep]];
    if (box) Object.assign(screen.view, { x: box.x - before.x / screen.view.scale, y: box.y - before.y / screen.view.scale });
  } else screen.fill();
  restress();
}

function onScreen(v) {
  const box = drawing.placed?.boxes[drawing.scene.place[v]];
  return box && { x: (box.x - screen.view.x) * screen.view.scale, y: (box.y - screen.view.y) * screen.view.scale };
}

function caption({ node, members, cluster }) {
  if (node < 0) return { name: model.clusters[cluster], notes: [sized(model, members)], bold: true };
  const mark = model.marks[node] !== model.states[node] ? model.marks[node] : "";
  return { name: model.labels[node], notes: mark && !app.impact ? [mark] : [], bold: model.kinds[node] === "product" };
}

// What is stressed has changed: it is drawn anew in its place.
function restress() {
  stress = stressed(app, drawing, list.current());
  list.refresh();
  chips(app, () => { relayout({ fit: true }); done(); });
  legend(app, drawing);
  screen.redraw();
}

// What is heard of an item.
function spoken(i) {
  const item = drawing.scene.items[i];
  const state = worst(app, item.members);
  const words = state ? [`${model.looks.states[state]?.sign ?? ""} ${model.words[state] ?? state}`.trim()] : [];
  if (item.node < 0) return `${model.clusters[item.cluster]} (${[sized(model, item.members), "folded", ...words].join(", ")})`;
  const v = item.node;
  const mark = model.marks[v] && model.marks[v] !== model.states[v] && !app.impact ? [model.marks[v]] : [];
  return `${model.labels[v]} (${[model.kinds[v], ...words, ...(app.impact?.failed.has(v) ? ["fails itself"] : []), ...mark].join(", ")}; ${
    count(neighbours(model, v, false).size, "provider")}, ${count(neighbours(model, v, true).size, "consumer")})`;
}

// A click on an item, or Enter.
function act(i) {
  const item = drawing.scene.items[i];
  if (!item) app.choose(-1);
  else if (item.node < 0) app.chooseCluster(item.cluster);
  else app.choose(app.chosen === item.node && app.picking < 0 ? -1 : item.node);
}

Object.assign(app, {
  choose(v) {
    if (app.picking >= 0 && v >= 0) {
      app.findPath(app.picking, v);
      return;
    }
    Object.assign(app, { chosen: v, cluster: -1 });
    if (v >= 0 && drawing.scene.place[v] >= 0) list.go(drawing.scene.place[v], true);
    done();
  },
  chooseCluster(c) {
    Object.assign(app, { chosen: -1, cluster: c });
    done();
  },
  // Chooses it, whether it is folded, hidden or filtered now, and brings it into the window.
  go(v) {
    if (app.picking >= 0) {
      app.findPath(app.picking, v);
      return;
    }
    app.hits = null;
    bring([v]);
    app.choose(v);
    const box = drawing.placed.boxes[drawing.scene.place[v]];
    if (box) screen.reveal(box);
  },
  fail(v) {
    const failed = new Set(app.impact?.failed ?? []);
    if (!failed.delete(v)) failed.add(v);
    assume([...failed], app.impact?.level ?? DOWN);
    done();
    if (app.impact) announce(takeaway(app));
  },
  level(level) {
    assume([...app.impact.failed], level);
    done();
  },
  end() {
    assume([], DOWN);
    done();
  },
  near(v, depth) {
    Object.assign(app.view, { near: depth === null ? null : { node: v, depth }, only: null });
    relayout({ fit: true });
    done();
  },
  // Those neighbours of a service that stand alone though their cluster is folded.
  alone: (v) => around(v).filter((w) => app.view.single.has(w) && app.view.folded.has(model.of[w])),
  unfold(v) {
    bring([v, ...around(v)], v);
    done();
  },
  foldBack(v) {
    for (const w of app.alone(v)) app.view.single.delete(w);
    relayout({ keep: v });
    done();
  },
  hide(v) {
    app.view.hidden.add(v);
    app.chosen = -1;
    relayout();
    done();
  },
  fold(c, yes) {
    if (yes) {
      app.view.folded.add(c);
      for (const v of model.members[c]) app.view.single.delete(v);
    } else app.view.folded.delete(c);
    app.cluster = c;
    app.chosen = -1;
    relayout({ keep: model.members[c][0] });
    done();
  },
  foldOthers(c) {
    app.view.folded = new Set(model.clusters.keys());
    app.view.folded.delete(c);
    app.view.single.clear();
    relayout({ fit: true });
    done();
  },
  pick(v) {
    Object.assign(app, { picking: v, path: null });
    done();
  },
  findPath(from, to) {
    const found = way(model, from, to);
    const back = found ? null : way(model, to, from);
    Object.assign(app, { picking: -1, path: { from, to, way: found ?? back, reversed: Boolean(back) }, chosen: -1, cluster: -1 });
    if (app.path.way) {
      bring(app.path.way);
      screen.embrace(app.path.way.map((v) => drawing.placed.boxes[drawing.scene.place[v]]), READABLE / FONT);
    }
    done();
  },
  only(path) {
    app.view.only = app.view.only ? null : new Set(path);
    app.view.near = null;
    relayout({ fit: true });
    done();
  },
  endPath() {
    app.path = null;
    if (app.view.only) {
      app.view.only = null;
      relayout({ fit: true });
    }
    done();
  },
});

function assume(failed, level) {
  app.impact = failed.length ? { failed: new Set(failed), level, outcome: fail(model, failed, level) } : null;
  if (failed.length) Object.assign(app, { hits: null });
  if (app.view.off.get("state")?.size) relayout();
}

function around(v) {
  return [...neighbours(model, v, false).keys(), ...neighbours(model, v, true).keys()].filter((w) => w !== v);
}

// Shows these one by one, whatever hides them now.
function bring(services, keep = null) {
  const { view } = app;
  let changed = false;
  const absent = services.filter((v) => !model.out[v] && (drawing.scene.place[v] < 0 || drawing.scene.items[drawing.scene.place[v]].node < 0));
  for (const v of absent) {
    changed = true;
    view.hidden.delete(v);
    view.single.add(v);
  }
  if (!changed) return;
  const still = () => { const { place } = items(model, view, app.state); return absent.every((v) => place[v] >= 0); };
  if (!still()) {
    Object.assign(view, { near: null, only: null });
    if (!still()) view.off.clear();
  }
  relayout({ keep });
}

// After each thing that the reader did.
function done() {
  restress();
  panel(app);
  const ids = (numbers) => [...numbers].map((v) => model.ids[v]);
  const impact = ids(app.impact?.failed ?? []);
  const hash = written({
    impact: app.impact?.level === DOWN ? impact : [], degraded: app.impact?.level === DEGRADED ? impact : [],
    path: app.path ? ids([app.path.from, app.path.to]) : [], service: app.chosen >= 0 ? [model.ids[app.chosen]] : [],
  });
  if (hash !== location.hash) history.replaceState(null, "", hash || location.href.split("#")[0]);
}

function filtered() {
  relayout({ fit: true });
  done();
  announce(`${count(drawing.scene.shown.length, "service")} shown`);
}

function possible() {
  const { view } = app;
  const folds = model.clusters.length > 0;
  const redo = (change) => () => { change(); relayout({ fit: true }); done(); };
  return [
    ...(folds ? [
      ["Fold all", redo(() => { view.folded = new Set(model.clusters.keys()); view.single.clear(); })],
      ["Unfold all", redo(() => { view.folded.clear(); view.single.clear(); })],
      ["As at the beginning", () => { beginning(); done(); }]] : []),
    ["All dependencies, also implied ones", redo(() => { view.all = !view.all; }), view.all],
    ["Save as SVG", () => saved(whole())],
    ["Save as PNG", async () => download(await png(whole(), painted, said(), drawing.colors), `${name()}.png`)],
    ["Save this view as SVG", () => saved(seen())],
    ["Save this view as PNG", async () => download(await png(seen(), painted, said(), drawing.colors), `${name()}.png`)],
  ];
}

const name = () => (model.title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "diagram");
const said = () => ({ title: app.impact ? takeaway(app) : model.title, subtitle: [app.impact ? model.title : "", model.revision].filter(Boolean).join(" · ") });
const painted = (surface) => paint(surface, drawing, stress);
const whole = () => ({ x: 0, y: 0, width: drawing.placed.width, height: drawing.placed.height });
const drawnSvg = (part = whole()) => svg(part, painted, said(), drawing.colors);
const saved = (part) => download(new Blob([drawnSvg(part)], { type: "image/svg+xml" }), `${name()}.svg`);

// What of the diagram is in the window.
function seen() {
  const [{ view, size }, { placed }] = [{ view: screen.view, size: screen.size() }, drawing];
  const [x, y] = [Math.max(0, view.x), Math.max(0, view.y)];
  const [right, bottom] = [view.x + size.width / view.scale, view.y + size.height / view.scale];
  return { x, y, width: Math.max(1, Math.min(placed.width, right) - x), height: Math.max(1, Math.min(placed.height, bottom) - y) };
}

// Folds the largest clusters, products last, until names can be read; then unfolds the smallest for which there is room.
function beginning() {
  const { view } = app;
  Object.assign(view, opening(model), { all: view.all });
  const sizes = [...model.clusters.keys()].filter((c) => model.members[c].length > 1).sort((a, b) => model.members[b].length - model.members[a].length);
  const isProduct = (v) => model.kinds[v] === "product";
  const steps = model.clusters.length < 2 ? [] : [
    ...sizes.filter((c) => model.members[c].some((v) => !isProduct(v))).map((c) => () => {
      view.folded.add(c);
      for (const v of model.members[c].filter(isProduct)) view.single.add(v);
    }),
    ...sizes.map((c) => () => {
      view.folded.add(c);
      for (const v of model.members[c]) view.single.delete(v);
    })];
  const large = () => {
    const shown = items(model, view, app.state).items.length;
    if ((model.unfolded && shown > model.unfolded) || shown > HOPELESS) return false;
    relayout({ fit: true });
    return screen.view.scale * FONT >= READABLE;
  };
  while (steps.length && !large()) steps.shift()();
  const room = (c) => {
    view.folded.delete(c);
    return large() || !view.folded.add(c);
  };
  sizes.reverse().filter((c) => view.folded.has(c)).every(room);
  relayout({ fit: true });
  screen.fit(READABLE / FONT);
}

function reset() {
  Object.assign(app, { chosen: -1, cluster: -1, path: null, picking: -1, hits: null });
  assume(model.asked.failed, model.asked.degraded ? DEGRADED : DOWN);
  if (app.view.near || app.view.only) {
    Object.assign(app.view, { near: null, only: null });
    relayout({ fit: true });
  }
  search.clear();
  done();
}

for (const [id, action] of Object.entries({ closer: () => screen.zoom(1.25), farther: () => screen.zoom(0.8), all: () => screen.fit() })) byId(id).addEventListener("click", action);

const search = finder(model, (v) => {
  const c = model.of[v];
  const folded = c >= 0 && app.view.folded.has(c) && !app.view.single.has(v);
  return [model.ids[v], c >= 0 ? model.clusters[c] : "", folded ? "folded" : ""].filter(Boolean).join(" · ");
}, (v) => { app.go(v); list.element.focus(); }, (hits) => {
  app.hits = hits.length ? hits.filter((v) => drawing.scene.place[v] >= 0) : null;
  restress();
});

keyboard = keys({ app, drawing, screen, list, act, spoken, seek: () => search.focus(), reset });

// The colours are those of the page's style, so light, dark or as on paper.
function colored() {
  const style = getComputedStyle(document.documentElement);
  for (const color of model.colors) drawing.colors[color] = style.getPropertyValue(`--${color}`).trim();
}

function addressed() {
  const asked = parse(location.hash);
  const known = (ids) => ids.map((id) => model.byId.get(id)).filter((v) => v !== undefined);
  const failed = known(asked.impact.length ? asked.impact : asked.degraded);
  if (failed.length) assume(failed, asked.impact.length ? DOWN : DEGRADED);
  else assume(model.asked.failed, model.asked.degraded ? DEGRADED : DOWN);
  const [from, to] = known(asked.path);
  app.path = null;
  if (to !== undefined) app.findPath(from, to);
  const [service] = known(asked.service);
  if (service !== undefined) app.go(service);
  else if (failed.length) {
    bring(failed);
    screen.fit(READABLE / FONT);
    const boxes = failed.map((v) => drawing.placed.boxes[drawing.scene.place[v]]).filter(Boolean);
    if (boxes.length) screen.reveal(boxes[0], 0);
  }
  const lost = [...asked.impact, ...asked.degraded, ...asked.path, ...asked.service].filter((id) => !model.byId.has(id));
  done();
  if (lost.length) announce(`there is no service ${lost.join(", ")}`);
}

colored();
assume(model.asked.failed, model.asked.degraded ? DEGRADED : DOWN);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { colored(); restress(); });
menus(model, app.view, app.state, filtered, possible);
printing(() => drawnSvg());
beginning();
addressed();
addEventListener("hashchange", addressed);
