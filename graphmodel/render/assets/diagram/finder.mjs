// The search field with its suggestions (a combobox with a listbox, by the ARIA Authoring Practices Guide).
import { announce, byId, count, element } from "./dom.mjs";
import { find, searchable } from "./search.mjs";

const SHOWN = 8;

// described(v): what a suggestion says beside the name; go(v): it was chosen; hits(list): these match.
export function finder(model, described, go, hits) {
  const [field, list] = [byId("search"), byId("matches")];
  const texts = searchable(model);
  let [shown, at] = [[], -1];

  function update() {
    const { found, nearly } = find(texts, field.value, model.out);
    shown = found.slice(0, SHOWN);
    at = -1;
    const rows = shown.map((v, i) => {
      const row = element("li", { role: "option", id: `match-${i}`, "aria-selected": "false" }, model.labels[v], element("small", { textContent: described(v) }));
      row.addEventListener("pointerdown", (event) => { event.preventDefault(); take(i); });
      return row;
    });
    const asked = field.value.trim() !== "";
    const total = asked ? (found.length ? `${nearly ? "nothing is called so; nearly: " : ""}${count(found.length, "service matches", "services match")}` : "nothing matches") : "";
    list.replaceChildren(...(nearly && shown.length ? [note("Nothing is called so. Did you mean:")] : []), ...rows,
      ...(asked && !found.length ? [note("Nothing matches.")] : []),
      ...(found.length > SHOWN ? [note(`and ${found.length - SHOWN} more`)] : []));
    open(asked);
    announce(total);
    hits(nearly ? [] : found);
  }

  const note = (text) => element("li", { className: "none", role: "presentation", textContent: text });

  function open(yes) {
    list.hidden = !yes;
    field.setAttribute("aria-expanded", String(yes));
    if (!yes) field.removeAttribute("aria-activedescendant");
  }

  function point(i) {
    at = i;
    [...list.querySelectorAll("[role=option]")].forEach((row, k) => row.setAttribute("aria-selected", String(k === at)));
    if (at >= 0) field.setAttribute("aria-activedescendant", `match-${at}`);
  }

  function take(i) {
    if (!shown.length) return;
    const v = shown[Math.max(0, i)];
    open(false);
    go(v);
  }

  function clear() {
    field.value = "";
    update();
  }

  field.addEventListener("input", update);
  field.addEventListener("focus", () => { if (field.value.trim()) update(); });
  field.addEventListener("blur", () => open(false));
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && shown.length) point((at + 1) % shown.length);
    else if (event.key === "ArrowUp" && shown.length) point((at + shown.length - 1) % shown.length);
    else if (event.key === "Enter") take(at);
    else if (event.key === "Escape") clear();
    else return;
    event.preventDefault();
  });
  return { clear, focus: () => field.focus() };
}
