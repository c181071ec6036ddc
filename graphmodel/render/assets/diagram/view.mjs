// What is shown: which services stand alone, which clusters are folded, and the links between them.
import { reach } from "./walks.mjs";
import { implied } from "./reduce.mjs";

// A provider with more consumers than this may get a badge in place of its links …
const HUB = 6;
// … where there are more links than so many for each thing that is shown.
const READABLE = 1.4;
// So many services of a neighbourhood are shown one by one; of more, folded clusters stay folded.
const NEAR = 150;

// view: what the reader chose.
export function opening(model) {
  return { folded: new Set(), single: new Set(), hidden: new Set(), off: new Map(), near: null, only: null, all: model.all };
}

// Which services pass what the reader filters by; state(v) is the name of a state or empty.
export function passing(model, view, state) {
  const off = [...view.off].filter(([, values]) => values.size);
  let within = null;
  if (view.near) {
    const [down, up] = [false, true].map((way) => reach(model, [view.near.node], way, view.near.depth));
    within = (v) => down[v] >= 0 || up[v] >= 0;
  }
  if (view.only) within = (v) => view.only.has(v);
  return (v) => !model.out[v] && !view.hidden.has(v) && (!within || within(v))
    && off.every(([name, values]) => facet(model, name, v, state).some((value) => !values.has(value)));
}

// What a service is by the name of a facet.
export function facet(model, name, v, state) {
  if (name === "state") return [state(v) || "none"];
  if (name === "kind") return [model.kinds[v]];
  const found = model.facets[v].filter(([f]) => model.names[f] === name).map(([, value]) => value);
  return found.length ? found : ["none"];
}

// Items (services and folded clusters) and where each service is.
export function items(model, view, state = (v) => model.states[v]) {
  const passes = passing(model, view, state);
  const shown = [...Array(model.n).keys()].filter(passes);
  const alone = (view.near || view.only) && shown.length <= NEAR;
  const found = [];
  const place = new Int32Array(model.n).fill(-1);
  const clusters = new Map();
  for (const v of shown) {
    const c = model.of[v];
    if (alone || c < 0 || !view.folded.has(c) || view.single.has(v)) {
      place[v] = found.length;
      found.push({ key: `s${v}`, node: v, cluster: c, members: [v] });
    } else {
      if (!clusters.has(c)) {
        clusters.set(c, found.length);
        found.push({ key: `c${c}`, node: -1, cluster: c, members: [] });
      }
      place[v] = clusters.get(c);
      found[place[v]].members.push(v);
    }
  }
  return { items: found, place, shown };
}

// The same, and the links between items.
export function visible(model, view, state) {
  const { items: all, place, shown } = items(model, view, state);
  const links = joined(model, all, place);
  leaveOut(model, view, all, links);
  const outgoing = new Map();
  for (const { from, joint } of links) {
    if (joint >= 0) outgoing.set(from, (outgoing.get(from) ?? new Set()).add(joint));
  }
  const half = (members) => members.filter((v) => model.kinds[v] === "product").length * 2 >= members.length;
  const products = new Set([...all.keys()].filter((i) => half(all[i].members)));
  return { items: all, place, links, outgoing, products, badges: badges(view, all, links), shown };
}

// The dependencies between items, those between the same two (of one requirement, where it has alternatives) as one.
function joined(model, items, place) {
  const found = new Map();
  model.dependencies.forEach((dependency, d) => {
    const [from, to] = [place[dependency.consumer], place[dependency.provider]];
    if (from < 0 || to < 0 || (dependency.aside && !view.all) || (from === to && items[from].node < 0)) return;
    const joint = dependency.joint && items[from].node >= 0 ? dependency.requirement : -1;
    const key = `${from} ${to} ${joint}`;
    const link = found.get(key) ?? {
      from, to, joint, soft: true, cycle: false, highlight: false, mark: "", dependencies: [], implied: false, badge: false,
    };
    link.soft &&= dependency.soft;
    link.highlight ||= dependency.highlight;
    link.cycle ||= dependency.cycle;
    link.mark ||= dependency.mark;
    link.dependencies.push(d);
    found.set(key, link);
  });
  return [...found.values()];
}

// Marks the links that others imply: a hard one where other hard ones lead to the same provider, a soft one where any do.
function leaveOut(model, view, items, links) {
  if (view.all) return;
  const plain = links.filter((link) => link.joint < 0 && !link.mark && items[link.from].node >= 0 && items[link.to].node >= 0);
  const marked = (those) => {
    const found = implied(items.length, those.map((link) => ({ ...link, wanted: link.highlight || !link.soft })));
    return new Set(those.filter((_, at) => found[at]));
  };
  const [hard, any] = [marked(plain.filter((link) => !link.soft)), marked(plain)];
  for (const link of plain) link.implied = !link.highlight && (link.soft ? any : hard).has(link);
}

// Item → how many links lead there that its badge stands for: the most needed first, until the rest can be read.
function badges(view, items, links) {
  if (view.all) return new Map();
  const drawn = links.filter((link) => !link.implied);
  const into = new Map();
  for (const link of drawn) {
    if (link.highlight || link.mark) continue;
    if (!into.has(link.to)) into.set(link.to, []);
    into.get(link.to).push(link);
  }
  const made = new Map();
  let left = drawn.length;
  for (const [to, those] of [...into].sort((a, b) => b[1].length - a[1].length || a[0] - b[0])) {
    if (left <= READABLE * items.length + 20 || those.length <= HUB) break;
    for (const link of those) link.badge = true;
    made.set(to, those.length);
    left -= those.length;
  }
  return made;
}
