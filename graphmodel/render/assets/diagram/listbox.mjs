// The diagram for the keyboard and for those who hear it: one stop of Tab, whose options are what is shown.
import { byId, element } from "./dom.mjs";

// So many options at once: those around the current one.
const MOST = 300;

// spoken(i): what is heard of an item; keyOf(i): s and the number of a service, or c and that of a cluster; moved(i): another one is current.
export function listbox(spoken, keyOf, moved) {
  const list = byId("nodes");
  let [placed, order, place, current] = [null, [], new Map(), -1];

  function show(next) {
    placed = next;
    order = placed.rows.flatMap((row) => [...row.items].sort((a, b) => placed.boxes[a].column - placed.boxes[b].column));
    place = new Map(order.map((i, at) => [i, at]));
    current = -1;
    refresh();
  }

  function refresh() {
    const from = Math.max(0, Math.min((place.get(current) ?? 0) - MOST / 2, order.length - MOST));
    list.replaceChildren(...order.slice(from, from + MOST).map((i, at) => {
      const box = placed.boxes[i];
      const option = element("div", { id: `item-${i}`, role: "option", "aria-label": spoken(i), "aria-selected": String(i === current), "aria-setsize": order.length, "aria-posinset": from + at + 1, "data-key": keyOf(i) });
      Object.assign(option.style, { left: `${box.x}px`, top: `${box.y}px`, width: `${box.w}px`, height: `${box.h}px` });
      return option;
    }));
    point();
  }

  function point() {
    if (current >= 0) list.setAttribute("aria-activedescendant", `item-${current}`);
    else list.removeAttribute("aria-activedescendant");
  }

  function go(i, quietly = false) {
    byId(`item-${current}`)?.setAttribute("aria-selected", "false");
    current = i;
    if (i >= 0 && !byId(`item-${i}`)) refresh();
    byId(`item-${i}`)?.setAttribute("aria-selected", "true");
    point();
    if (!quietly) moved(i);
  }

  // The next one along the rows.
  function along(step) {
    if (order.length) go(order[Math.max(0, Math.min(order.length - 1, (place.get(current) ?? (step > 0 ? -1 : order.length)) + step))]);
  }

  return { show, refresh, go, along, first: () => order.length && go(order[0]), last: () => order.length && go(order.at(-1)), current: () => current, element: list };
}
