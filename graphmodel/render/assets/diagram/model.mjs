// What the page knows. Services are numbered; a dependency is one member of one requirement.
import { count } from "./dom.mjs";

// data: what graphmodel/render/diagrams/html.py writes.
export function read(data) {
  const n = data.labels.length;
  const requirements = data.requirements.map(([consumer, needs, size, hard, group, state, members, marks, stressed, aside, circular]) => (
    {
      consumer, needs, size, hard: hard === 1, group, state, members, marks, joint: size > 1,
      stressed: new Set(stressed), aside: new Set(aside), circular: new Set(circular),
    }
  ));
  const lists = () => Array.from({ length: n }, () => []);
  const model = { ...data, n, requirements, own: lists(), used: lists(), below: lists(), above: lists(), dependencies: [] };
  requirements.forEach((requirement, r) => {
    model.own[requirement.consumer].push(r);
    requirement.members.forEach((provider, at) => {
      const number = model.dependencies.length;
      model.dependencies.push({
        consumer: requirement.consumer, provider, requirement: r, joint: requirement.joint, soft: !requirement.hard,
        mark: requirement.marks[at] || "", highlight: requirement.stressed.has(at), aside: requirement.aside.has(at), cycle: requirement.circular.has(at),
      });
      model.used[provider].push(r);
      model.below[requirement.consumer].push(number);
      model.above[provider].push(number);
    });
  });
  // What failed when it was asked for is asked for in the page, too: that gives the states.
  if (data.strong.length) {
    model.states = model.states.map(() => "");
    model.marks = model.marks.map((mark, v) => (data.strong.includes(v) ? "" : mark));
  }
  model.asked = { failed: data.strong, degraded: data.strong.some((v) => data.states[v] === "degraded") };
  model.softened = new Set(data.faint);
  model.out = new Uint8Array(n);
  for (const v of data.outside) model.out[v] = 1;
  model.byId = new Map([...data.aliases, ...data.ids.map((id, v) => [id, v])]);
  model.members = data.clusters.map(() => []);
  data.of.forEach((c, v) => { if (c >= 0 && !model.out[v]) model.members[c].push(v); });
  model.products = data.kinds.filter((kind, v) => kind === "product" && !model.out[v]).length;
  return model;
}

// How many services these are, or products, where all of them are.
export function sized({ kinds }, members) {
  return count(members.length, members.every((v) => kinds[v] === "product") ? "product" : "service");
}

// The providers (or consumers) of a service, each once, with the dependencies that lead there.
export function neighbours(model, v, up) {
  const found = new Map();
  for (const d of up ? model.above[v] : model.below[v]) {
    const other = up ? model.dependencies[d].consumer : model.dependencies[d].provider;
    if (!found.has(other)) found.set(other, []);
    found.get(other).push(d);
  }
  return found;
}
