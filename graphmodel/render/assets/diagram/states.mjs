// What happens when services fail: the least fixed point of the rules, in synchronous rounds from all up, as in
// graphmodel/algorithms/states.py, by which it is tested.

export const UP = 0;
export const AT_RISK = 1;
export const DEGRADED = 2;
export const DOWN = 3;
export const STATES = ["up", "at-risk", "degraded", "down"];

// The state that a requirement gives; spare is n - k, the others count members that are at least so bad.
export function verdict(hard, spare, notUp, degraded, down) {
  return (notUp > 0 ? 1 : 0) + (degraded > spare ? 1 : 0) + (hard && down > spare ? 1 : 0);
}

// The state of every service, and since[s][v]: the first round in which it was at least in state s, or -1.
export function fail(model, failed, level = DOWN) {
  const state = new Uint8Array(model.n);
  const since = STATES.map((_, s) => new Int32Array(model.n).fill(s === UP ? 0 : -1));
  const bad = STATES.map(() => new Int32Array(model.requirements.length));
  // What is gone in what is proposed is down with what fails.
  const gone = new Set(model.gone);
  let changed = [...new Set([...failed, ...gone])].map((v) => [v, UP]);
  for (const [v] of changed) {
    state[v] = gone.has(v) ? DOWN : level;
    for (let s = AT_RISK; s <= state[v]; s++) since[s][v] = 0;
  }
  for (let round = 1; changed.length; round++) {
    const judged = new Set();
    for (const [v, before] of changed) {
      for (const r of model.used[v]) {
        for (let s = before + 1; s <= state[v]; s++) bad[s][r] += 1;
        judged.add(r);
      }
    }
    const worse = new Map();
    for (const r of judged) {
      const { consumer, hard, size, needs } = model.requirements[r];
      const given = verdict(hard, size - needs, bad[AT_RISK][r], bad[DEGRADED][r], bad[DOWN][r]);
      if (given > (worse.get(consumer) ?? state[consumer])) worse.set(consumer, given);
    }
    changed = [...worse].map(([v]) => [v, state[v]]);
    for (const [v, given] of worse) {
      for (let s = state[v] + 1; s <= given; s++) since[s][v] = round;
      state[v] = given;
    }
  }
  return { state, since, failed: new Set(failed) };
}

// Why a service is in its state: the requirement, its members that are not up, and which of them to follow.
// Null for one that is up or failed itself.
export function cause(model, { state, since }, v) {
  const rank = since[state[v]][v];
  if (state[v] === UP || rank === 0) return null;
  let best = null;
  for (const r of model.own[v]) {
    const { members, hard, size, needs } = model.requirements[r];
    const counts = [AT_RISK, DEGRADED, DOWN].map((s) => members.filter((m) => since[s][m] >= 0 && since[s][m] < rank).length);
    if (verdict(hard, size - needs, ...counts) < state[v]) continue;
    for (const m of members) {
      const at = since[state[v]][m];
      if (at < 0 || at >= rank) continue;
      const earlier = !best || at < best.at || (at === best.at && m < best.via);
      if (earlier) best = { requirement: r, via: m, at };
    }
  }
  return best && { requirement: best.requirement, via: best.via, because: model.requirements[best.requirement].members.filter((m) => state[m] !== UP) };
}

// The state that each requirement gives, and how many of its members are usable.
export function given(model, { state }, r) {
  const { members, hard, size, needs } = model.requirements[r];
  const atLeast = (s) => members.filter((m) => state[m] >= s).length;
  return { state: verdict(hard, size - needs, atLeast(AT_RISK), atLeast(DEGRADED), atLeast(DOWN)), usable: size - atLeast(DOWN) };
}
