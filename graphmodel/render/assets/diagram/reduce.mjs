// Which links others imply: the transitive reduction, each cycle taken as one, as in graphmodel/algorithms/reduction.py.
import { components, levels } from "./walks.mjs";

// For links { from, to, wanted } over the nodes 0 … n-1: whether others imply each. Of several between the same two
// components one that is wanted stays. Time grows with links times components / 32.
export function implied(n, links) {
  const to = Array.from({ length: n }, () => []);
  for (const { from, to: end } of links) to[from].push(end);
  const component = components(to);
  const level = levels(to, component);
  const result = new Array(links.length).fill(false);
  const starts = new Map();
  links.forEach((link, at) => {
    const c = component[link.from];
    if (c === component[link.to]) return;
    if (!starts.has(c)) starts.set(c, []);
    starts.get(c).push(at);
  });
  const reached = new Map();
  const words = (Math.max(-1, ...component) >> 5) + 1;
  // Ascending, so that what a component leads to is done before it.
  for (const c of [...starts.keys()].sort((a, b) => a - b)) {
    const beyond = new Uint32Array(words);
    const nearest = starts.get(c).sort((a, b) => level[links[a].to] - level[links[b].to] || links[b].wanted - links[a].wanted || a - b);
    for (const at of nearest) {
      const end = component[links[at].to];
      if ((beyond[end >> 5] >>> (end & 31)) & 1) result[at] = true;
      beyond[end >> 5] |= 1 << (end & 31);
      const further = reached.get(end);
      if (further) for (let i = 0; i < words; i++) beyond[i] |= further[i];
    }
    reached.set(c, beyond);
  }
  return result;
}
