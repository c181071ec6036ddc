// The menus: what is filtered, and what can be done with the view.
import { button, byId, element } from "./dom.mjs";
import { facet } from "./view.mjs";

const TITLES = { kind: "Kind", state: "State", type: "Type", lifecycle: "Lifecycle", role: "Role" };

// The sheet of filters: every value of a facet with how many services have it.
function filters(sheet, model, view, state, changed) {
  const names = ["kind", "state", ...new Set(model.facets.flat().map(([f]) => model.names[f]))];
  const parts = names.map((name) => [name, counted(model, name, state)]).filter(([, values]) => values.size > 1);
  sheet.replaceChildren(...parts.map(([name, values]) => group(model, view, name, values, changed)));
  sheet.append(button("Show everything", () => { view.off.clear(); changed(); filters(sheet, model, view, state, changed); }));
  if (!parts.length) sheet.prepend(element("p", { textContent: "There is nothing to filter by." }));
}

function counted(model, name, state) {
  const values = new Map();
  for (let v = 0; v < model.n; v++) {
    if (!model.out[v]) for (const value of new Set(facet(model, name, v, state))) values.set(value, (values.get(value) ?? 0) + 1);
  }
  return values;
}

function group(model, view, name, values, changed) {
  const made = element("fieldset", {}, element("legend", { textContent: TITLES[name] ?? name }));
  for (const [value, number] of [...values].sort((a, b) => a[0].localeCompare(b[0]))) {
    const box = element("input", { type: "checkbox", checked: !view.off.get(name)?.has(value) });
    box.addEventListener("change", () => {
      const off = view.off.get(name) ?? new Set();
      if (box.checked) off.delete(value);
      else off.add(value);
      view.off.set(name, off);
      changed();
    });
    made.append(element("label", {}, box, model.words[value] ?? value, element("span", { textContent: number.toLocaleString("en") })));
  }
  return made;
}

// The sheet of what can be done: (text, action, pressed). What was done closes it.
function actions(menu, list) {
  const rows = element("div", { className: "rows" });
  for (const [text, action, pressed] of list) {
    const done = () => { menu.open = false; menu.querySelector("summary").focus(); action(); };
    rows.append(button(text, done, pressed === undefined ? {} : { "aria-pressed": String(pressed) }));
  }
  menu.querySelector(".sheet").replaceChildren(rows);
}

// Each is made when it is opened; a click elsewhere and Escape close it. changed(): a filter was; list(): what can be done.
export function menus(model, view, state, changed, list) {
  const [filter, doing] = [byId("filter"), byId("view")];
  const both = [filter, doing];
  filter.addEventListener("toggle", () => { if (filter.open) filters(filter.querySelector(".sheet"), model, view, state, changed); });
  doing.addEventListener("toggle", () => { if (doing.open) actions(doing, list()); });
  document.addEventListener("pointerdown", (event) => {
    for (const menu of both) if (!menu.contains(event.target)) menu.open = false;
  });
  for (const menu of both) {
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
      event.stopPropagation();
    });
    menu.addEventListener("toggle", () => { if (menu.open) for (const other of both) if (other !== menu) other.open = false; });
  }
}
