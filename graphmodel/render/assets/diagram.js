"use strict";
// An interactive diagram: pan, zoom, search, and what underpins what. Every text goes in as textContent, never as HTML.
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const nodes = new Map(data.nodes.map((node) => [node.key, node]));
  const stage = byId("stage");
  const diagram = stage.querySelector("svg");
  const panel = byId("panel");
  const introduction = [...panel.childNodes];

  // What stands where.
  const shapes = new Map();
  for (const shape of diagram.querySelectorAll("[data-key]")) {
    shapes.set(shape.dataset.key, shape);
    decorate(shape);
  }
  const lines = [...diagram.querySelectorAll("[data-ends]")].map((line) => [line, ...line.dataset.ends.split(" ")]);

  function svg(name, attributes, parent) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    parent.append(made);
    return made;
  }

  function decorate(shape) {
    const { x, y, width, height } = shape.getBBox();
    svg("rect", { class: "ring", x: x - 4, y: y - 4, width: width + 8, height: height + 8, rx: 6 }, shape);
    const badge = svg("g", { class: "badge", transform: `translate(${x + width},${y})`, "aria-hidden": "true" }, shape);
    svg("circle", { r: 8 }, badge);
    svg("text", { "text-anchor": "middle", y: 4, "font-size": 11 }, badge);
    shape.setAttribute("tabindex", "0");
    shape.setAttribute("role", "button");
    shape.setAttribute("aria-pressed", "false");
  }

  // Who needs whom: directly, and through others.
  const providers = new Map();
  const consumers = new Map();
  for (const [consumer, provider, soft] of data.edges) {
    put(providers, consumer, { key: provider, soft });
    put(consumers, provider, { key: consumer, soft });
  }

  function put(map, key, value) {
    if (!map.has(key)) map.set(key, []);
    map.get(key).push(value);
  }

  function reach(start, next) {
    const found = new Set([start]);
    for (const key of found) for (const to of next.get(key) || []) found.add(to.key);
    found.delete(start);
    return found;
  }

  // The neighbours of a thing; those beyond a k-of-n node count as its own.
  function neighbours(key, next) {
    const found = [];
    for (const to of next.get(key) || []) {
      const node = nodes.get(to.key);
      const note = to.soft ? "soft" : "";
      if (node.kind !== "requirement" || nodes.get(key).kind === "requirement") found.push({ key: to.key, note });
      else for (const end of next.get(to.key) || []) found.push({ key: end.key, note: `${node.label} ${node.id} ${note}`.trim() });
    }
    const name = (entry) => nodes.get(entry.key).label;
    return found.sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0));
  }

  // Choosing a node.
  let chosen = null;

  function choose(key) {
    chosen = key;
    const below = key ? reach(key, providers) : new Set();
    const above = key ? reach(key, consumers) : new Set();
    stage.classList.toggle("choosing", key !== null);
    for (const [other, shape] of shapes) {
      const signs = (above.has(other) ? "↑" : "") + (below.has(other) ? "↓" : "");
      shape.classList.toggle("chosen", other === key);
      shape.classList.toggle("above", above.has(other));
      shape.classList.toggle("below", below.has(other));
      shape.setAttribute("aria-pressed", String(other === key));
      shape.querySelector(".badge text").textContent = signs;
    }
    for (const [line, consumer, provider] of lines) {
      line.classList.toggle("below", consumer === key || (below.has(consumer) && below.has(provider)));
      line.classList.toggle("above", provider === key || (above.has(consumer) && above.has(provider)));
    }
    describe(key, below, above);
  }

  function describe(key, below, above) {
    if (!key) return panel.replaceChildren(...introduction);
    const node = nodes.get(key);
    const parts = [element("h2", node.label), facts(node)];
    parts.push(list("Depends on", below, neighbours(key, providers), "↓ underpins it"));
    parts.push(list("Underpins", above, neighbours(key, consumers), "↑ is underpinned by it"));
    panel.replaceChildren(...parts);
    panel.scrollTop = 0;
  }

  function facts(node) {
    const list = element("dl");
    for (const [name, value] of node.facts) list.append(element("dt", name), element("dd", value));
    if (/^(https?:\/\/|mailto:)/i.test(node.link)) {
      const link = element("a", node.link);
      Object.assign(link, { href: node.link, target: "_blank", rel: "noopener noreferrer" });
      const value = element("dd");
      value.append(link);
      list.append(element("dt", "link"), value);
    }
    return list;
  }

  function list(title, all, direct, meaning) {
    const part = element("section");
    const real = [...all].filter((key) => nodes.get(key).kind !== "requirement");
    const most = real.some((key) => nodes.get(key).kind === "cluster") ? "at most " : "";
    const total = real.reduce((sum, key) => sum + nodes.get(key).count, 0);
    part.append(element("h3", title), element("p", total ? `${meaning}: ${most}${total} in this diagram, of them directly:` : "nothing in this diagram"));
    const items = element("ul");
    for (const { key, note } of direct) {
      const item = element("li");
      const button = element("button", nodes.get(key).label);
      button.type = "button";
      button.addEventListener("click", () => go(key));
      item.append(button, note ? ` (${note})` : "");
      items.append(item);
    }
    part.append(items);
    return part;
  }

  function element(name, text = "") {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  function go(key) {
    choose(key);
    shapes.get(key).focus({ preventScroll: true });
    reveal(shapes.get(key));
  }

  // Searching.
  const search = byId("search");
  const status = byId("found");
  let hits = [];
  let at = -1;

  function find() {
    const words = search.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    hits = words.length ? data.nodes.filter((n) => words.every((w) => n.search.includes(w))).map((n) => n.key) : [];
    at = -1;
    const found = new Set(hits);
    stage.classList.toggle("searching", words.length > 0);
    for (const [key, shape] of shapes) shape.classList.toggle("hit", found.has(key));
    status.textContent = words.length ? `${hits.length} of ${data.nodes.length} found` : "";
  }

  search.addEventListener("input", find);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && hits.length) {
      at = (at + (event.shiftKey ? hits.length - 1 : 1)) % hits.length;
      choose(hits[at]);
      reveal(shapes.get(hits[at]));
      status.textContent = `${at + 1} of ${hits.length}: ${nodes.get(hits[at]).label}`;
      event.preventDefault();
    }
    if (event.key === "Escape") clear();
  });

  function clear() {
    search.value = "";
    find();
    choose(null);
  }

  // Pan and zoom: a window onto the diagram.
  const whole = diagram.viewBox.baseVal;
  const full = { x: whole.x, y: whole.y, w: whole.width, h: whole.height };
  let view = { ...full };
  diagram.removeAttribute("width");
  diagram.removeAttribute("height");

  function show(next) {
    view = next;
    diagram.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${view.h}`);
  }

  function perPixel() {
    return Math.max(view.w / stage.clientWidth, view.h / stage.clientHeight);
  }

  function pan(dx, dy) {
    show({ ...view, x: view.x + dx * perPixel(), y: view.y + dy * perPixel() });
  }

  function zoom(factor, clientX, clientY) {
    const w = Math.min(full.w * 4, Math.max(full.w / 200, view.w / factor));
    const f = view.w / w;
    let [x, y] = [view.x + view.w / 2, view.y + view.h / 2];
    if (clientX !== undefined) ({ x, y } = new DOMPoint(clientX, clientY).matrixTransform(diagram.getScreenCTM().inverse()));
    show({ x: x - (x - view.x) / f, y: y - (y - view.y) / f, w, h: view.h / f });
  }

  function reveal(shape) {
    const margin = 30;
    const box = shape.getBoundingClientRect();
    const frame = stage.getBoundingClientRect();
    const off = (low, high, from, to) => (low < from + margin ? low - from - margin : Math.max(0, high - to + margin));
    pan(off(box.left, box.right, frame.left, frame.right), off(box.top, box.bottom, frame.top, frame.bottom));
  }

  stage.addEventListener("wheel", (event) => {
    zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), event.clientX, event.clientY);
    event.preventDefault();
  }, { passive: false });

  const pointers = new Map();
  let moved = 0;
  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    pointers.set(event.pointerId, event);
    if (pointers.size === 1) moved = 0;
  });
  stage.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
    moved += Math.hypot(dx, dy);
    if (moved < 4) return;
    stage.setPointerCapture(event.pointerId);
    const other = [...pointers.values()].find((p) => p.pointerId !== event.pointerId);
    if (other) {
      const far = (p) => Math.hypot(p.clientX - other.clientX, p.clientY - other.clientY) || 1;
      zoom(far(event) / far(before), other.clientX, other.clientY);
    } else pan(-dx, -dy);
    pointers.set(event.pointerId, event);
  });
  for (const end of ["pointerup", "pointercancel"]) stage.addEventListener(end, (event) => pointers.delete(event.pointerId));

  stage.addEventListener("click", (event) => {
    if (moved >= 4) return;
    const shape = event.target.closest("[data-key]");
    if (shape) choose(shape.dataset.key === chosen ? null : shape.dataset.key);
    else choose(null);
  });
  stage.addEventListener("focusin", (event) => {
    if (event.target.dataset.key && event.target.matches(":focus-visible")) reveal(event.target);
  });

  // Buttons and keys.
  const actions = { closer: () => zoom(1.25), farther: () => zoom(0.8), all: () => show({ ...full }), clear };
  for (const [id, action] of Object.entries(actions)) byId(id).addEventListener("click", action);
  const keys = {
    "+": actions.closer, "=": actions.closer, "-": actions.farther, "0": actions.all, Escape: clear,
    ArrowLeft: () => pan(-60, 0), ArrowRight: () => pan(60, 0), ArrowUp: () => pan(0, -60), ArrowDown: () => pan(0, 60),
    "/": () => search.focus(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target === search) return;
    if (event.key.startsWith("Arrow") && panel.contains(event.target)) return;
    const shape = event.target.closest("[data-key]");
    if (shape && (event.key === "Enter" || event.key === " ")) choose(shape.dataset.key === chosen ? null : shape.dataset.key);
    else if (Object.hasOwn(keys, event.key)) keys[event.key]();
    else return;
    event.preventDefault();
  });
})();
