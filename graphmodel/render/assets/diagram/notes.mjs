// What is said around the diagram: the legend of what a question brings, and what is left out.
import { button, byId, count, element } from "./dom.mjs";
import { STATES } from "./states.mjs";

// The states that a question in the page brings, beside what the diagram has of itself.
export function legend({ model, impact }, { scene }) {
  const place = byId("legend").querySelector("ul");
  for (const entry of place?.querySelectorAll(".now") ?? []) entry.remove();
  if (!place) return;
  const entry = (kind, sign, text) => place.append(element("li", { className: "now" }, element("span", { className: `sample ${kind}`, textContent: sign, ariaHidden: "true" }), ` ${text}`));
  if (impact) {
    const there = new Set(impact.outcome.state);
    if (!place.querySelector(".state-failed")) entry("of-state state-failed", model.looks.states.failed.sign, "fails itself");
    for (const s of [1, 2, 3]) if (there.has(s) && !place.querySelector(`.state-${STATES[s]}`)) entry(`of-state state-${STATES[s]}`, model.looks.states[STATES[s]].sign, model.words[STATES[s]]);
  }
  if (scene.badges.size) entry("badge", "9 ↑", "so many need it: choose it to see the lines");
}

// What is left out, each a button that brings it back; again(): the diagram is to be laid out anew.
export function chips(app, again) {
  const { model, view } = app;
  const made = [];
  const chip = (text, undo) => made.push(button(`${text} ×`, undo));
  if (view.near) chip(`Only ${view.near.depth === Infinity ? "what it needs and what needs it" : count(view.near.depth, "step")} around ${model.labels[view.near.node]}`, () => app.near(-1, null));
  if (view.only) chip("Only the path", () => app.endPath());
  if (view.hidden.size) chip(`${count(view.hidden.size, "service is", "services are")} hidden`, () => { view.hidden.clear(); again(); });
  const off = [...view.off].filter(([, values]) => values.size);
  for (const [name, values] of off) chip(`Without ${name}: ${[...values].map((value) => model.words[value] ?? value).join(", ")}`, () => { view.off.delete(name); again(); });
  byId("chips").replaceChildren(...made);
}
