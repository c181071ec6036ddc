// Names in boxes: broken at blanks, _ - / . and camelCase, and cut only where no other name is cut to the same text.

const LINES = 3;

// Where a name may be broken: after blanks and signs, and before a capital within a word.
export function pieces(text) {
  return text.split(/(?<=[\s_\-/.,:])|(?<=\p{Ll})(?=\p{Lu})/u).filter(Boolean);
}

// The text in lines no wider than that by measure(text); a piece that is wider is broken between characters.
export function wrap(text, width, measure) {
  const lines = [""];
  for (const piece of pieces(text)) {
    if (measure((lines.at(-1) + piece).trimEnd()) <= width) {
      lines[lines.length - 1] += piece;
      continue;
    }
    if (lines.at(-1)) lines.push("");
    if (measure(piece.trimEnd()) <= width) {
      lines[lines.length - 1] = piece;
      continue;
    }
    for (const { segment } of new Intl.Segmenter().segment(piece)) {
      if (measure((lines.at(-1) + segment).trimEnd()) > width && lines.at(-1)) lines.push("");
      lines[lines.length - 1] += segment;
    }
  }
  return lines.map((line) => line.trim()).filter(Boolean);
}

// The lines of each of several names; those of more than three lines are cut where what is left tells them apart.
export function captions(names, width, measure) {
  const all = names.map((name) => wrap(name, width, measure));
  const short = all.map((lines) => (lines.length > LINES ? [...lines.slice(0, LINES - 1), cut(lines[LINES - 1], lines.at(-1), width, measure)] : lines));
  const times = new Map();
  for (const lines of short) times.set(lines.join("\n"), (times.get(lines.join("\n")) ?? 0) + 1);
  return short.map((lines, i) => (all[i].length > LINES && times.get(lines.join("\n")) > 1 ? all[i] : lines));
}

// The beginning of one line and the end of another.
function cut(first, last, width, measure) {
  const [head, tail] = [[...first], [...last]];
  while (head.length + tail.length > 1 && measure(`${head.join("")}…${tail.join("")}`) > width) {
    if (head.length > tail.length) head.pop();
    else tail.shift();
  }
  return `${head.join("").trimEnd()}…${tail.join("").trimStart()}`;
}
