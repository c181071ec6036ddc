// All of it together: what the reader did, what is shown, and what follows from it.
import { parse, written } from "./address.mjs";
import { announce, button, byId, count, element } from "./dom.mjs";
import { finder } from "./finder.mjs";
import { FONT, layout } from "./layout.mjs";
import { listbox } from "./listbox.mjs";
import { menus } from "./menus.mjs";
import { neighbours, read } from "./model.mjs";
import { paint } from "./paint.mjs";
import { panel, takeaway } from "./panel.mjs";
import { router } from "./routes.mjs";
import { download, png, printing, svg } from "./save.mjs";
import { stage } from "./stage.mjs";
import { DEGRADED, DOWN, STATES, fail, given } from "./states.mjs";
import { canvasSurface, font } from "./surfaces.mjs";
import { opening, visible } from "./view.mjs";
import { reach, way } from "./walks.mjs";

// Names at opening are at least so many pixels high, or clusters are folded.
const READABLE = 9.2;
// More than these are folded without trying how large they would be.
const HOPELESS = 400;

const model = read(JSON.parse(byId("data").textContent));
const app = {
  model, view: opening(model), chosen: -1, cluster: -1, impact: null, path: null, picking: -1, hits: null,
  state: (v) => (app.impact ? STATES[app.impact.outcome.state[v]] : model.states[v]),
};
let stress = null;
// The ends among which a dependency was followed last, as long as one of them is current.
let branch = [];
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
const list = listbox(spoken, (i) => drawing.scene.items[i].key, (i) => { screen.reveal(drawing.placed.boxes[i], 0); restress(); });

// What is shown has changed: everything finds its place anew.
function relayout({ fit = false, keep = null } = {}) {
  const before = keep === null ? null : onScreen(keep);
  const scene = visible(model, app.view, app.state);
  const frame = screen.size();
  const placed = layout(scene, {
    frame: { width: frame.width - 24, height: frame.height - 24 }, measure, caption: (item) => caption(item),
    heading: (c) => `▾ ${model.clusters[c]} · ${model.members[c].length.toLocaleString("en")}`,
    layered: Boolean(app.view.only || app.view.near),
  });
  const drawn = (link) => app.view.all || (!link.implied && !link.badge);
  Object.assign(drawing, { scene, placed, route: router(placed, scene.links, drawn) });
  branch = [];
  screen.show(placed);
  list.show(placed);
  if (fit) screen.fit();
  else if (before) {
    const box = placed.boxes[scene.place[keep]];
    if (box) Object.assign(screen.view, { x: box.x - before.x / screen.view.scale, y: box.y - before.y / screen.view.scale });
  }
  restress();
}

function onScreen(v) {
  const box = drawing.placed?.boxes[drawing.scene.place[v]];
  return box && { x: (box.x - screen.view.x) * screen.view.scale, y: (box.y - screen.view.y) * screen.view.scale };
}

function caption({ node, members, cluster }) {
  if (node < 0) return { name: model.clusters[cluster], notes: [count(members.length, "service")], bold: true };
  const mark = model.marks[node] !== model.states[node] ? model.marks[node] : "";
  return { name: model.labels[node], notes: mark && !app.impact ? [mark] : [], bold: model.kinds[node] === "product" };
}

// What is stressed has changed: it is drawn anew in its place.
function restress() {
  stress = stressed();
  list.refresh();
  chips();
  legend();
  screen.redraw();
}

function worst(members) {
  let most = "";
  const scale = Object.keys(model.looks.states);
  for (const v of members) if (scale.indexOf(app.state(v)) > scale.indexOf(most)) most = app.state(v);
  return most;
}

function stressed() {
  const { scene } = drawing;
  const result = {
    items: null, links: new Map(), rings: new Map(), everything: app.view.all, failed: app.impact?.failed ?? new Set(),
    state: (item) => worst(item.members),
    requirement: (r) => {
      if (!app.impact) return null;
      const now = given(model, app.impact.outcome, r);
      return { state: STATES[now.state], usable: now.usable };
    },
  };
  const { colors } = drawing;
  const at = (v) => scene.place[v];
  if (app.path?.way) {
    result.items = new Set(app.path.way.map(at));
    app.path.way.slice(1).forEach((to, k) => {
      const from = app.path.way[k];
      scene.links.forEach((link, l) => { if (link.from === at(from) && link.to === at(to)) result.links.set(l, { stroke: colors.highlight, width: 3, alpha: 1 }); });
    });
  } else if (app.chosen >= 0 && at(app.chosen) >= 0) around(result, [app.chosen], at(app.chosen));
  else if (app.cluster >= 0) {
    const i = scene.items.findIndex((item) => item.node < 0 && item.cluster === app.cluster);
    if (i >= 0) around(result, scene.items[i].members, i);
  } else if (app.hits) result.items = new Set(app.hits.map(at));
  else if (app.impact) {
    result.items = new Set([...scene.items.keys()].filter((i) => scene.items[i].members.some((v) => app.impact.outcome.state[v] > 0)));
    scene.links.forEach((link, l) => {
      if (!link.implied && !link.badge && result.items.has(link.from) && result.items.has(link.to)) result.links.set(l, { alpha: 0.8 });
    });
  }
  if (app.hits) for (const v of app.hits) result.rings.set(at(v), { stroke: colors.ink, width: 1.5, dash: [2, 3] });
  for (const v of result.failed) result.rings.set(at(v), { stroke: colors.ink, width: 3.5 });
  const current = list.current();
  if (current >= 0) result.rings.set(current, { stroke: colors.highlight, width: 3 });
  if (app.chosen >= 0) result.rings.set(at(app.chosen), { stroke: colors.ink, width: 3 });
  return result;
}

// What the chosen ones depend on is framed by a line, what depends on them by dashes.
function around(result, members, i) {
  const { scene, colors } = drawing;
  const [down, up] = [reach(model, members, false), reach(model, members, true)];
  result.items = new Set([i]);
  for (const v of scene.shown) if (down[v] >= 0 || up[v] >= 0) result.items.add(scene.place[v]);
  const below = { stroke: colors.highlight, width: 2.5 };
  const above = { stroke: colors.cycle, width: 2.5, dash: [8, 3] };
  scene.links.forEach((link, l) => {
    const style = link.from === i ? { stroke: below.stroke, width: 2.2, alpha: 1 } : link.to === i ? { stroke: above.stroke, width: 2.2, alpha: 1 } : null;
    if (style) result.links.set(l, style);
    if (link.from === i) result.rings.set(link.to, below);
    if (link.to === i && !result.rings.has(link.from)) result.rings.set(link.from, above);
  });
}

// What is heard of an item.
function spoken(i) {
  const item = drawing.scene.items[i];
  const state = worst(item.members);
  const words = state ? [`${model.looks.states[state]?.sign ?? ""} ${model.words[state] ?? state}`.trim()] : [];
  if (item.node < 0) return `${model.clusters[item.cluster]} (${[count(item.members.length, "service"), "folded", ...words].join(", ")})`;
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
  unfold(v) {
    bring([v, ...neighbours(model, v, false).keys(), ...neighbours(model, v, true).keys()], v);
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
      screen.fit(0.8);
      screen.reveal(drawing.placed.boxes[drawing.scene.place[app.path.way[0]]]);
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
  const still = () => { const { place } = visible(model, view, app.state); return absent.every((v) => place[v] >= 0); };
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

// The states that a question in the page brings, beside what the diagram has of itself.
function legend() {
  const place = byId("legend").querySelector("ul");
  for (const entry of place?.querySelectorAll(".now") ?? []) entry.remove();
  if (!place) return;
  const entry = (kind, sign, text) => place.append(element("li", { className: "now" }, element("span", { className: `sample ${kind}`, textContent: sign, ariaHidden: "true" }), ` ${text}`));
  if (app.impact) {
    const there = new Set(app.impact.outcome.state);
    if (!place.querySelector(".state-failed")) entry("of-state state-failed", model.looks.states.failed.sign, "fails itself");
    for (const s of [1, 2, 3]) if (there.has(s) && !place.querySelector(`.state-${STATES[s]}`)) entry(`of-state state-${STATES[s]}`, model.looks.states[STATES[s]].sign, model.words[STATES[s]]);
  }
  if (drawing.scene.badges.size) entry("badge", "9 ↑", "so many need it: choose it to see the lines");
}

function chips() {
  const { view } = app;
  const made = [];
  const chip = (text, undo) => made.push(button(`${text} ×`, undo));
  if (view.near) chip(`Only ${view.near.depth === Infinity ? "what it needs and what needs it" : count(view.near.depth, "step")} around ${model.labels[view.near.node]}`, () => app.near(-1, null));
  if (view.only) chip("Only the path", () => app.endPath());
  if (view.hidden.size) chip(`${count(view.hidden.size, "service is", "services are")} hidden`, () => { view.hidden.clear(); relayout(); done(); });
  const off = [...view.off].filter(([, values]) => values.size);
  for (const [name, values] of off) chip(`Without ${name}: ${[...values].map((value) => model.words[value] ?? value).join(", ")}`, () => { view.off.delete(name); relayout({ fit: true }); done(); });
  byId("chips").replaceChildren(...made);
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
    ["Save as SVG", () => download(new Blob([drawnSvg()], { type: "image/svg+xml" }), `${name()}.svg`)],
    ["Save as PNG", async () => download(await png(drawing.placed, painted, said(), drawing.colors), `${name()}.png`)],
  ];
}

const name = () => (model.title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "diagram");
const said = () => ({ title: app.impact ? takeaway(app) : model.title, subtitle: [app.impact ? model.title : "", model.revision].filter(Boolean).join(" · ") });
const painted = (surface) => paint(surface, drawing, stress);
const drawnSvg = () => svg(drawing.placed, painted, said(), drawing.colors);

// Folds the largest clusters, products last, until names can be read.
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
    const shown = visible(model, view, app.state).items.length;
    if ((model.unfolded && shown > model.unfolded) || shown > HOPELESS) return false;
    relayout({ fit: true });
    return screen.view.scale * FONT >= READABLE;
  };
  while (steps.length && !large()) steps.shift()();
  relayout({ fit: true });
  screen.fit(READABLE / FONT);
}

// Keys: of the diagram where it has the focus, of the page elsewhere.
const moves = {
  ArrowDown: () => follow(false), ArrowUp: () => follow(true), ArrowLeft: () => aside(-1), ArrowRight: () => aside(1),
  Home: () => list.first(), End: () => list.last(), Enter: () => enter(), " ": () => enter(),
  f: () => on((v) => app.fail(v)), n: () => on((v) => app.unfold(v)), h: () => on((v) => app.hide(v)), p: () => on((v) => app.pick(v)),
};
const shifts = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] };
const pageKeys = {
  "+": () => screen.zoom(1.25), "=": () => screen.zoom(1.25), "-": () => screen.zoom(0.8), 0: () => screen.fit(), "/": () => search.focus(), Escape: () => reset(),
};

function on(action) {
  const item = drawing.scene.items[list.current()];
  if (item && item.node >= 0) action(item.node);
}

function enter() {
  const item = drawing.scene.items[list.current()];
  if (item && item.node < 0) {
    app.fold(item.cluster, false);
    list.go(drawing.scene.place[model.members[item.cluster].find((v) => drawing.scene.place[v] >= 0)]);
  } else if (item) act(list.current());
}

// To the first of what it depends on, or of what depends on it; again and again along the dependencies.
function follow(up) {
  const i = list.current();
  if (i < 0) {
    list.first();
    return;
  }
  const { links } = drawing.scene;
  const ends = links.filter((link) => (up ? link.to : link.from) === i && link.from !== link.to);
  if (!ends.length) {
    announce(up ? "nothing depends on it" : "it depends on nothing");
    return;
  }
  const next = (link) => (up ? link.from : link.to);
  ends.sort((a, b) => Number(a.implied) - Number(b.implied) || next(a) - next(b));
  branch = [...new Set(ends.map(next))];
  branched(0);
}

function branched(at) {
  list.go(branch[at]);
  announce(`${spoken(branch[at])}${branch.length > 1 ? `, ${at + 1} of ${branch.length}` : ""}`);
}

// To the next of what the dependencies led to; where none was followed, along the row.
function aside(step) {
  const at = branch.indexOf(list.current());
  if (at >= 0 && branch.length > 1) branched((at + step + branch.length) % branch.length);
  else list.along(step);
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

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, summary, .sheet")) return;
  const inside = event.target === list.element;
  if (inside && event.shiftKey && shifts[event.key]) screen.pan(...shifts[event.key]);
  else if (inside && Object.hasOwn(moves, event.key)) moves[event.key]();
  else if (Object.hasOwn(pageKeys, event.key)) pageKeys[event.key]();
  else return;
  event.preventDefault();
});
for (const [id, action] of Object.entries({ closer: () => screen.zoom(1.25), farther: () => screen.zoom(0.8), all: () => screen.fit() })) byId(id).addEventListener("click", action);

const search = finder(model, (v) => {
  const c = model.of[v];
  const folded = c >= 0 && app.view.folded.has(c) && !app.view.single.has(v);
  return [model.ids[v], c >= 0 ? model.clusters[c] : "", folded ? "folded" : ""].filter(Boolean).join(" · ");
}, (v) => { app.go(v); list.element.focus(); }, (hits) => {
  app.hits = hits.length ? hits.filter((v) => drawing.scene.place[v] >= 0) : null;
  restress();
});

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
  else if (failed.length) bring(failed);
  const lost = [...asked.impact, ...asked.degraded, ...asked.path, ...asked.service].filter((id) => !model.byId.has(id));
  done();
  if (lost.length) announce(`there is no service ${lost.join(", ")}`);
}

colored();
assume(model.asked.failed, model.asked.degraded ? DEGRADED : DOWN);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { colored(); restress(); });
menus(model, app.view, app.state, filtered, possible);
printing(drawnSvg);
beginning();
addressed();
addEventListener("hashchange", addressed);
