// What keys do: of the diagram where it has the focus, of the page elsewhere.
import { announce } from "./dom.mjs";

// act(i): an item is chosen; spoken(i): what is heard of it; seek(): to the search; reset(): back to the beginning.
export function keys({ app, drawing, screen, list, act, spoken, seek, reset }) {
  // The ends among which a dependency was followed last, as long as one of them is current.
  let branch = [];
  const moves = {
    ArrowDown: () => follow(false), ArrowUp: () => follow(true), ArrowLeft: () => aside(-1), ArrowRight: () => aside(1),
    Home: () => list.first(), End: () => list.last(), Enter: () => enter(), " ": () => enter(),
    f: () => on((v) => app.fail(v)), n: () => on((v) => app.unfold(v)), h: () => on((v) => app.hide(v)), p: () => on((v) => app.pick(v)),
  };
  const shifts = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] };
  const everywhere = {
    "+": () => screen.zoom(1.25), "=": () => screen.zoom(1.25), "-": () => screen.zoom(0.8), 0: () => screen.fit(), "/": () => seek(), Escape: () => reset(),
  };

  function on(action) {
    const item = drawing.scene.items[list.current()];
    if (item && item.node >= 0) action(item.node);
  }

  function enter() {
    const item = drawing.scene.items[list.current()];
    if (item && item.node < 0) {
      app.fold(item.cluster, false);
      list.go(drawing.scene.place[app.model.members[item.cluster].find((v) => drawing.scene.place[v] >= 0)]);
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

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, summary, .sheet")) return;
    const inside = event.target === list.element;
    if (inside && event.shiftKey && shifts[event.key]) screen.pan(...shifts[event.key]);
    else if (inside && Object.hasOwn(moves, event.key)) moves[event.key]();
    else if (Object.hasOwn(everywhere, event.key)) everywhere[event.key]();
    else return;
    event.preventDefault();
  });
  return { forget: () => { branch = []; } };
}
