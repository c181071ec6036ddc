// Finding services by name and id: what begins so first, then what has the words in it, else what is written nearly so.

const MOST = 8;

export function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

// For each service what is searched; aliases as ids.
export function searchable(model) {
  const found = model.labels.map((label, v) => ({ name: plain(label), id: plain(model.ids[v]) }));
  for (const [alias, v] of model.aliases) found[v].id += ` ${plain(alias)}`;
  return found;
}

// The services that have all words in their names or ids, the best first, and whether they are only nearly so written.
export function find(texts, query, skipped) {
  const asked = plain(query.trim());
  const words = asked.split(/\s+/).filter(Boolean);
  if (!words.length) return { found: [], nearly: false };
  const scored = [];
  texts.forEach(({ name, id }, v) => {
    if (!skipped[v] && words.every((word) => name.includes(word) || id.includes(word))) scored.push([score(name, id, asked), v]);
  });
  if (scored.length) return { found: ordered(scored), nearly: false };
  texts.forEach(({ name, id }, v) => {
    if (skipped[v]) return;
    const far = words.reduce((sum, word) => sum + Math.min(...`${name} ${id}`.split(/[\s\-_/.]+/).map((other) => distance(word, other))), 0);
    if (far <= words.reduce((sum, word) => sum + allowed(word), 0)) scored.push([far, v]);
  });
  return { found: ordered(scored).slice(0, MOST), nearly: true };
}

function ordered(scored) {
  return scored.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, v]) => v);
}

function score(name, id, asked) {
  if (name === asked || id === asked) return 0;
  if (name.startsWith(asked)) return 1;
  if (id.startsWith(asked)) return 2;
  return name.includes(` ${asked}`) ? 3 : 4;
}

// How many wrong letters a word may have.
function allowed(word) {
  return word.length < 4 ? 0 : word.length < 7 ? 1 : 2;
}

// Letters to insert, remove, change or swap (the restricted Damerau-Levenshtein distance), up to three: more is far.
export function distance(a, b) {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let [before, last] = [[], [...Array(b.length + 1).keys()]];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row.push(Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return Math.min(3, last.at(-1));
}
