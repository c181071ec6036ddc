// Walks over dependencies: what can be reached, the shortest way, cycles and levels.

// Int32Array: how many dependencies from any of these services; -1 where there is none within the limit.
export function reach(model, starts, up, limit = Infinity) {
  const distance = new Int32Array(model.n).fill(-1);
  for (const v of starts) distance[v] = 0;
  let front = [...starts];
  for (let far = 1; front.length && far <= limit; far++) {
    const next = [];
    for (const v of front) {
      for (const d of up ? model.above[v] : model.below[v]) {
        const other = up ? model.dependencies[d].consumer : model.dependencies[d].provider;
        if (distance[other] < 0) {
          distance[other] = far;
          next.push(other);
        }
      }
    }
    front = next;
  }
  return distance;
}

// A shortest way from a consumer to a provider, both included; of several the one with the smallest numbers. Null: none.
export function way(model, start, end) {
  const far = reach(model, [end], true);
  if (far[start] < 0) return null;
  const path = [start];
  while (path.at(-1) !== end) {
    const v = path.at(-1);
    const steps = model.below[v].map((d) => model.dependencies[d].provider).filter((w) => far[w] === far[v] - 1);
    path.push(Math.min(...steps));
  }
  return path;
}

// Int32Array: the strongly connected component of each of the nodes 0 … n-1, numbered so that every link between two
// components leads to a smaller number (R. Tarjan, 1972; without recursion).
export function components(to) {
  const n = to.length;
  const [index, low, component] = [new Int32Array(n).fill(-1), new Int32Array(n), new Int32Array(n).fill(-1)];
  const stack = [];
  let [found, made] = [0, 0];
  for (let root = 0; root < n; root++) {
    if (index[root] >= 0) continue;
    const walk = [[root, 0]];
    while (walk.length) {
      const step = walk.at(-1);
      const [v, at] = step;
      if (at === 0) {
        index[v] = low[v] = found++;
        stack.push(v);
      }
      if (at < to[v].length) {
        step[1] += 1;
        const w = to[v][at];
        if (index[w] < 0) walk.push([w, 0]);
        else if (component[w] < 0) low[v] = Math.min(low[v], index[w]);
        continue;
      }
      walk.pop();
      if (walk.length) low[walk.at(-1)[0]] = Math.min(low[walk.at(-1)[0]], low[v]);
      if (low[v] !== index[v]) continue;
      for (let w = -1; w !== v;) {
        w = stack.pop();
        component[w] = made;
      }
      made += 1;
    }
  }
  return component;
}

// Int32Array: the longest way that leads to each node over components; 0 where none does.
export function levels(to, component = components(to)) {
  const size = component.reduce((most, c) => Math.max(most, c + 1), 0);
  const level = new Int32Array(size);
  const order = [...to.keys()].sort((a, b) => component[b] - component[a]);
  for (const v of order) {
    for (const w of to[v]) {
      if (component[w] !== component[v]) level[component[w]] = Math.max(level[component[w]], level[component[v]] + 1);
    }
  }
  return Int32Array.from(component, (c) => level[c]);
}
