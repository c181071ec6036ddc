// The panel: what is known of what was chosen, what fails and why, the way from one service to another.
import { button, byId, count, element } from "./dom.mjs";
import { neighbours, sized } from "./model.mjs";
import { DEGRADED, STATES, cause, given } from "./states.mjs";
import { reach } from "./walks.mjs";

const MOST = 60;

// app: what main.js offers. Everything is made anew.
export function panel(app) {
  const parts = [];
  if (app.impact) parts.push(impact(app));
  if (app.path || app.picking >= 0) parts.push(path(app));
  if (app.chosen >= 0) parts.push(...service(app, app.chosen));
  else if (app.cluster >= 0) parts.push(cluster(app, app.cluster));
  else if (!app.impact && !app.path) parts.push(introduction(app));
  const place = byId("panel");
  place.replaceChildren(...parts);
  place.scrollTop = 0;
}

// "If Single sign-on fails: 14 of 15 products go down or are degraded."
export function takeaway({ model, impact: { failed, level, outcome } }) {
  const { asked } = model;
  if (asked.failed.length && asked.failed.length === failed.size && asked.failed.every((v) => failed.has(v)) && asked.degraded === (level === DEGRADED)) return model.title;
  const here = asked.failed.length || model.outside.length ? " in this diagram" : "";
  const names = [...failed].map((v) => model.labels[v]);
  const who = names.length > 3 ? count(names.length, "service") : listed(names);
  const verb = `${names.length > 1 ? "" : "s"}`;
  const does = level === STATES.indexOf("down") ? `fail${verb}` : `${names.length > 1 ? "are" : "is"} degraded`;
  const others = [...outcome.state.keys()].filter((v) => !failed.has(v) && !model.out[v]);
  const products = others.filter((v) => model.kinds[v] === "product");
  return `If ${who} ${does}: ${became(outcome.state, products.length ? products : others, products.length ? "product" : "other service", here)}`;
}

// "14 of 15 products go down or are degraded"; in the words of graphmodel/analyses/details/headlines.py.
function became(state, those, what, here = "") {
  const [, risk, degraded, down] = STATES.map((_, s) => those.filter((v) => state[v] === s).length);
  const number = down + degraded || risk;
  if (!number) return `no ${what}${here} is affected`;
  const verb = (one, many) => (number === 1 ? one : many);
  const verbs = [down ? verb("goes down", "go down") : "", degraded ? verb("is degraded", "are degraded") : ""].filter(Boolean).join(" or ") || verb("is at risk", "are at risk");
  return those.length > 1 ? `${number.toLocaleString("en")} of ${count(those.length, what)}${here} ${verbs}` : `the only ${what}${here} ${verbs}`;
}

function listed(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function impact(app) {
  const { model } = app;
  const { failed, level, outcome } = app.impact;
  const part = element("section", { className: "impact" }, element("h2", { textContent: takeaway(app) }));
  const chips = element("div", { className: "actions" });
  for (const v of failed) chips.append(button(`${model.labels[v]} ×`, () => app.fail(v), { title: "It does not fail", "aria-label": `${model.labels[v]} does not fail` }));
  part.append(chips);
  const down = level === STATES.indexOf("down");
  part.append(element("div", { className: "actions" },
    button("Fails", () => app.level(STATES.indexOf("down")), { "aria-pressed": String(down) }),
    button("Is degraded", () => app.level(STATES.indexOf("degraded")), { "aria-pressed": String(!down) }),
    button("End what if", () => app.end())));
  for (const s of [3, 2, 1]) {
    const there = [...outcome.state.keys()].filter((v) => outcome.state[v] === s && !model.out[v]);
    if (!there.length) continue;
    there.sort((a, b) => (model.kinds[b] === "product") - (model.kinds[a] === "product") || a - b);
    const products = there.filter((v) => model.kinds[v] === "product").length;
    part.append(element("h3", {}, tag(app, STATES[s]), ` ${[count(there.length, "service"), ...(products ? [`${products.toLocaleString("en")} of them ${products === 1 ? "a product" : "products"}`] : [])].join(", ")}`));
    part.append(names(app, there.map((v) => ({ v, note: model.kinds[v] === "product" ? "product" : failed.has(v) ? "fails itself" : "" }))));
  }
  return part;
}

function path(app) {
  const part = element("section", {});
  const { model } = app;
  if (app.picking >= 0) {
    part.append(element("h2", { textContent: `A path from ${model.labels[app.picking]} to …` }),
      element("p", { textContent: "Choose the other service: click it, or search for it." }),
      element("div", { className: "actions" }, button("Cancel", () => app.pick(-1))));
    return part;
  }
  const { from, to, way, reversed } = app.path;
  const title = way ? `${model.labels[way[0]]} depends on ${model.labels[way.at(-1)]}` : `No path between ${model.labels[from]} and ${model.labels[to]}`;
  part.append(element("h2", { textContent: title }));
  if (way) {
    const how = `The shortest path has ${count(way.length - 1, "dependency", "dependencies")}.`;
    part.append(element("p", { className: "faint", textContent: reversed ? `${how} The other way round there is none.` : how }),
      names(app, way.map((v) => ({ v, note: "" })), "ol"));
  } else part.append(element("p", { textContent: "Neither depends on the other, not even by way of others." }));
  part.append(element("div", { className: "actions" },
    ...(way ? [button("Only this path", () => app.only(way), { "aria-pressed": String(app.view.only !== null) })] : []), button("End path", () => app.endPath())));
  return part;
}

function service(app, v) {
  const { model } = app;
  const state = app.state(v);
  const kind = model.kinds[v];
  const head = element("section", {}, element("h2", { textContent: model.labels[v] }));
  const first = element("p", { className: "faint", textContent: `${model.ids[v]} · ${model.words[kind] ?? kind}` });
  if (model.out[v]) first.append(" · not in this diagram");
  head.append(first);
  if (state) head.append(element("p", {}, tag(app, state, app.impact?.failed.has(v)), ` ${why(app, v)}`));
  if (model.marks[v] && model.marks[v] !== state) head.append(element("p", { textContent: model.marks[v] }));
  if (model.levels[v]) head.append(element("p", { className: "faint", textContent: `promises ${model.levels[v]}` }));
  const failing = app.impact?.failed.has(v);
  head.append(element("div", { className: "actions" },
    button(failing ? "Does not fail" : app.impact ? "Fails, too" : "What if it fails?", () => app.fail(v), { "aria-pressed": String(Boolean(failing)) }),
    button("Path to …", () => app.pick(v)),
    button("Unfold neighbours", () => app.unfold(v)),
    ...(app.alone(v).length ? [button("Fold neighbours", () => app.foldBack(v))] : []),
    button("Hide", () => app.hide(v)), depth(app, v)));
  return [head, list(app, v, false), list(app, v, true), facts(app, v)];
}

function depth(app, v) {
  const select = element("select", { "aria-label": "How much around it is shown" });
  const now = app.view.near?.node === v ? String(app.view.near.depth) : "all";
  for (const [value, text] of [["all", "Show all"], ["1", "Only neighbours"], ["2", "Only 2 steps"], ["3", "Only 3 steps"], ["Infinity", "All that it needs or that needs it"]]) {
    select.append(element("option", { value, textContent: text, selected: value === now }));
  }
  select.addEventListener("change", () => app.near(v, select.value === "all" ? null : Number(select.value)));
  return select;
}

// What gave it its state.
function why(app, v) {
  if (!app.impact) return "";
  if (app.impact.failed.has(v)) return "it fails itself";
  const found = cause(app.model, app.impact.outcome, v);
  if (!found) return "";
  const { joint, group, needs, size } = app.model.requirements[found.requirement];
  const names = listed(found.because.map((m) => `${app.model.labels[m]} is ${app.model.words[STATES[app.impact.outcome.state[m]]]}`));
  const how = joint ? `, and of ${group || "its alternatives"} ${needs} of ${size} must be up` : "";
  return `because ${names}${how}`;
}

function list(app, v, up) {
  const { model } = app;
  const direct = neighbours(model, v, up);
  const far = reach(model, [v], up);
  const total = far.reduce((sum, d, w) => sum + (d > 0 && !model.out[w]), 0);
  const part = element("section", {}, element("h3", { textContent: up ? "Needed by" : "Depends on" }));
  const said = up ? "↑ it underpins" : "↓ underpins it:";
  part.append(element("p", { className: "faint", textContent: total ? `${said} ${count(total, "service")}, ${direct.size.toLocaleString("en")} directly:` : "nothing in this diagram" }));
  const entries = [...direct].sort((a, b) => (model.kinds[b[0]] === "product") - (model.kinds[a[0]] === "product") || a[0] - b[0])
    .map(([w, dependencies]) => ({ v: w, note: dependencies.map((d) => note(app, d)).filter(Boolean).join("; ") }));
  part.append(names(app, entries));
  return part;
}

function note({ model, impact: now }, d) {
  const { requirement, soft, joint, mark } = model.dependencies[d];
  const { needs, size, group } = model.requirements[requirement];
  const still = joint && now ? `, ${given(model, now.outcome, requirement).usable} up` : "";
  return [joint ? `${needs} of ${size}${group ? ` ${group}` : ""}${still}` : "", soft ? "soft" : "", mark].filter(Boolean).join(", ");
}

function facts(app, v) {
  const part = element("section", {});
  const rows = element("dl");
  for (const [name, value] of app.model.facts[v]) rows.append(element("dt", { textContent: app.model.names[name] }), element("dd", { textContent: value }));
  if (app.model.links[v]) {
    const link = element("a", { href: app.model.links[v], target: "_blank", rel: "noopener noreferrer", textContent: app.model.links[v] });
    rows.append(element("dt", { textContent: "link" }), element("dd", {}, link));
  }
  part.append(rows);
  return part;
}

function cluster(app, c) {
  const { model } = app;
  const folded = app.view.folded.has(c);
  const part = element("section", {}, element("h2", { textContent: model.clusters[c] }));
  part.append(element("p", { className: "faint", textContent: sized(model, model.members[c]) }));
  part.append(element("div", { className: "actions" },
    button(folded ? "Unfold" : "Fold", () => app.fold(c, !folded)), button("Fold all others", () => app.foldOthers(c))));
  part.append(names(app, model.members[c].map((v) => ({ v, note: app.state(v) && app.state(v) !== "up" ? model.words[app.state(v)] : "" }))));
  return part;
}

// Services as buttons; of very many the first, and how many more there are.
function names(app, entries, kind = "ul") {
  const made = element(kind);
  for (const { v, note: text } of entries.slice(0, MOST)) {
    made.append(element("li", {}, button(app.model.labels[v], () => app.go(v)), text ? ` ${text}` : ""));
  }
  if (entries.length > MOST) {
    const rest = element("li", {}, button(`${(entries.length - MOST).toLocaleString("en")} more`, () => rest.replaceWith(...names(app, entries.slice(MOST), kind).children)));
    made.append(rest);
  }
  return made;
}

// A state as sign and word on its colour.
function tag(app, state, failed = false) {
  const look = app.model.looks.states[state];
  return element("span", { className: `tag state-${failed ? "failed" : state}`, textContent: `${look?.sign ?? ""} ${failed && state === "down" ? "fails" : app.model.words[state] ?? state}`.trim() });
}

function introduction(app) {
  const { model } = app;
  const part = element("section", {}, element("h2", { textContent: "Choose a service" }));
  part.append(element("p", { textContent: "Click it, or search for it: you see what it depends on and what needs it, and can ask what happens if it fails. A double click unfolds what is folded." }),
    element("h3", { textContent: "By keyboard" }));
  const keys = element("dl");
  for (const [key, what] of [["↓ ↑", "to what it depends on, to what depends on it"], ["← →", "to the next of these, or along the row"], ["Enter", "choose; on a folded one: unfold"],
    ["f", "what if it fails?"], ["n", "unfold its neighbours"], ["h", "hide it"], ["p", "a path from it"], ["/", "search"], ["+ − 0", "zoom, show all"], ["Shift ←↑→↓", "move the view"], ["Esc", "back to the beginning"]]) {
    keys.append(element("dt", {}, element("kbd", { textContent: key })), element("dd", { textContent: what }));
  }
  part.append(keys);
  const said = [...implied(app), ...model.sentences, ...(model.outside.length ? [`${count(model.outside.length, "service")} between them, through which failure passes, ${model.outside.length === 1 ? "is" : "are"} not drawn`] : [])];
  for (const text of said) part.append(element("p", { className: "faint", textContent: `${text[0].toUpperCase()}${text.slice(1)}.` }));
  return part;
}

// How many dependencies between what is shown others imply: it changes with what is folded, hidden and filtered.
function implied({ links }) {
  const number = links.filter((link) => link.implied).reduce((sum, link) => sum + link.dependencies.length, 0);
  return number ? [`${count(number, "dependency that others imply is", "dependencies that others imply are")} not drawn`] : [];
}
