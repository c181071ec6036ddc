// What the page of a diagram answers by its own script: all it is asked of several catalogues, as JSON.
import { readFileSync } from "node:fs";
import { read } from "../../graphmodel/render/assets/diagram/model.mjs";
import { takeaway } from "../../graphmodel/render/assets/diagram/panel.mjs";
import { STATES, cause, fail } from "../../graphmodel/render/assets/diagram/states.mjs";
import { opening, visible } from "../../graphmodel/render/assets/diagram/view.mjs";
import { reach, way } from "../../graphmodel/render/assets/diagram/walks.mjs";

const answers = JSON.parse(readFileSync(process.argv[2], "utf8")).map(({ data, failures, pairs }) => {
  const model = read(data);
  const scene = visible(model, { ...opening(model), all: false });
  const ids = (list) => list.map((v) => model.ids[v]);
  const numbers = (list) => list.map((id) => model.byId.get(id));
  return {
    failures: failures.map(([failed, level]) => {
      const outcome = fail(model, numbers(failed), level);
      return model.ids.map((id, v) => {
        const why = cause(model, outcome, v);
        return [id, STATES[outcome.state[v]], why && [model.requirements[why.requirement].group, ids([why.via])[0], ids(why.because)]];
      });
    }),
    titles: failures.map(([failed, level]) => {
      const outcome = fail(model, numbers(failed), level);
      return takeaway({ model, impact: { failed: outcome.failed, level, outcome } });
    }),
    pairs: pairs.map(([from, to]) => {
      const [start, end] = numbers([from, to]);
      return [reach(model, [start], false)[end], reach(model, [end], true)[start], ids(way(model, start, end) ?? [])];
    }),
    links: scene.links.filter(({ joint }) => joint < 0).map(({ from, to, implied }) => [...ids([scene.items[from].node, scene.items[to].node]), implied]),
  };
});
process.stdout.write(JSON.stringify(answers));
