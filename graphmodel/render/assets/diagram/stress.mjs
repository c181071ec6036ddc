// What is stressed in the diagram: what was chosen with what it needs and what needs it, a path, what fails, what was found.
import { STATES, given } from "./states.mjs";
import { reach } from "./walks.mjs";

// The worst state of these services, or empty.
export function worst(app, members) {
  let most = "";
  const scale = Object.keys(app.model.looks.states);
  for (const v of members) if (scale.indexOf(app.state(v)) > scale.indexOf(most)) most = app.state(v);
  return most;
}

// What the question in the page is about, the rest of which is faded; current: the item that the keyboard is at.
export function stressed(app, drawing, current) {
  const { model } = app;
  const { scene, colors } = drawing;
  const result = {
    items: null, links: new Map(), rings: new Map(), everything: app.view.all, failed: app.impact?.failed ?? new Set(),
    state: (item) => worst(app, item.members),
    requirement: (r) => {
      if (!app.impact) return null;
      const now = given(model, app.impact.outcome, r);
      return { state: STATES[now.state], usable: now.usable };
    },
  };
  const at = (v) => scene.place[v];
  if (app.path?.way) {
    result.items = new Set(app.path.way.map(at));
    app.path.way.slice(1).forEach((to, k) => {
      const from = app.path.way[k];
      scene.links.forEach((link, l) => { if (link.from === at(from) && link.to === at(to)) result.links.set(l, { stroke: colors.highlight, width: 3, alpha: 1 }); });
    });
  } else if (app.chosen >= 0 && at(app.chosen) >= 0) around(app, drawing, result, [app.chosen], at(app.chosen));
  else if (app.cluster >= 0) {
    const i = scene.items.findIndex((item) => item.node < 0 && item.cluster === app.cluster);
    if (i >= 0) around(app, drawing, result, scene.items[i].members, i);
  } else if (app.hits) result.items = new Set(app.hits.map(at));
  else if (app.impact) {
    result.items = new Set([...scene.items.keys()].filter((i) => scene.items[i].members.some((v) => app.impact.outcome.state[v] > 0)));
    scene.links.forEach((link, l) => {
      if (!link.implied && !link.badge && result.items.has(link.from) && result.items.has(link.to)) result.links.set(l, { alpha: 0.8 });
    });
  }
  if (app.hits) for (const v of app.hits) result.rings.set(at(v), { stroke: colors.ink, width: 1.5, dash: [2, 3] });
  for (const v of result.failed) result.rings.set(at(v), { stroke: colors.ink, width: 3.5 });
  if (current >= 0) result.rings.set(current, { stroke: colors.highlight, width: 3 });
  if (app.chosen >= 0) result.rings.set(at(app.chosen), { stroke: colors.ink, width: 3 });
  return result;
}

// What the chosen ones depend on is framed by a line, what depends on them by dashes.
function around({ model }, { scene, colors }, result, members, i) {
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
