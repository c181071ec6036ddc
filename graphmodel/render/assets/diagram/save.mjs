// What is seen as a file, and on paper: all of the diagram as it is folded, filtered and stressed now.
import { byId, element } from "./dom.mjs";
import { canvasSurface, font, svgSurface } from "./surfaces.mjs";
import { wrap } from "./texts.mjs";

const [MARGIN, LARGEST] = [20, 8192];
const [TITLE, SUBTITLE, LINE] = [18, 12, 1.25];

// part: { x, y, width, height } of the diagram; paintOn(surface): draws it; said: { title, subtitle }.
export function svg(part, paintOn, said, colors) {
  const top = heading(part, said);
  const surface = svgSurface(part.width + 2 * MARGIN, part.height + MARGIN + top.height, said.title, said.subtitle, colors.paper);
  paintOn(shifted(surface, MARGIN - part.x, top.height - part.y));
  headed(surface, part, top, colors);
  return surface.svg();
}

export async function png(part, paintOn, said, colors) {
  const top = heading(part, said);
  const [width, height] = [part.width + 2 * MARGIN, part.height + MARGIN + top.height];
  const scale = Math.min(2, LARGEST / width, LARGEST / height);
  const canvas = element("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) });
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  context.fillStyle = colors.paper;
  context.fillRect(0, 0, width, height);
  const surface = canvasSurface(context);
  context.save();
  context.translate(MARGIN - part.x, top.height - part.y);
  paintOn(surface);
  context.restore();
  headed(surface, part, top, colors);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

// What stands above, in lines that are no wider than the diagram: { lines: [{ text, size, bold, y }], height }.
function heading({ width }, { title, subtitle }) {
  const context = element("canvas").getContext("2d");
  const lines = [];
  let y = MARGIN;
  for (const [text, size, bold] of [[title, TITLE, true], [subtitle, SUBTITLE, false]]) {
    context.font = font(size, bold);
    for (const line of wrap(text, width, (some) => context.measureText(some).width)) {
      lines.push({ text: line, size, bold, y: y + size });
      y += size * LINE;
    }
  }
  return { lines, height: y + MARGIN };
}

// Over what of a part lies above it.
function headed(surface, part, { lines, height }, colors) {
  if (part.y > 0) surface.box(0, 0, part.width + 2 * MARGIN, height, 0, { fill: colors.paper });
  for (const { text, size, bold, y } of lines) surface.text(MARGIN, y, text, { color: bold ? colors.ink : colors.faint, size, bold });
}

// The same surface with everything moved; paths are moved by their own group.
function shifted(surface, dx, dy) {
  return {
    ...surface,
    box: (x, y, ...rest) => surface.box(x + dx, y + dy, ...rest),
    text: (x, y, ...rest) => surface.text(x + dx, y + dy, ...rest),
    path: (path, style) => surface.path(path, { ...style, move: [dx, dy] }),
  };
}

export function download(blob, name) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// On paper a drawing of lines takes the canvas' place.
export function printing(drawn) {
  addEventListener("beforeprint", () => {
    const parsed = new DOMParser().parseFromString(drawn(), "image/svg+xml").documentElement;
    byId("print").replaceChildren(document.importNode(parsed, true));
  });
  addEventListener("afterprint", () => byId("print").replaceChildren());
}
