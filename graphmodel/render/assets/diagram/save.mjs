// What is seen as a file, and on paper: all of the diagram as it is folded, filtered and stressed now.
import { byId, element } from "./dom.mjs";
import { canvasSurface, svgSurface } from "./surfaces.mjs";

const [MARGIN, HEAD, LARGEST] = [20, 56, 8192];

// part: { x, y, width, height } of the diagram; paintOn(surface): draws it; said: { title, subtitle }.
export function svg(part, paintOn, said, colors) {
  const surface = svgSurface(part.width + 2 * MARGIN, part.height + 2 * MARGIN + HEAD, said.title, said.subtitle, colors.paper);
  paintOn(shifted(surface, MARGIN - part.x, MARGIN + HEAD - part.y));
  headed(surface, part, said, colors);
  return surface.svg();
}

export async function png(part, paintOn, said, colors) {
  const [width, height] = [part.width + 2 * MARGIN, part.height + 2 * MARGIN + HEAD];
  const scale = Math.min(2, LARGEST / width, LARGEST / height);
  const canvas = element("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) });
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  context.fillStyle = colors.paper;
  context.fillRect(0, 0, width, height);
  const surface = canvasSurface(context);
  context.save();
  context.translate(MARGIN - part.x, MARGIN + HEAD - part.y);
  paintOn(surface);
  context.restore();
  headed(surface, part, said, colors);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

// Over what of a part lies above it.
function headed(surface, part, { title, subtitle }, colors) {
  if (part.y > 0) surface.box(0, 0, part.width + 2 * MARGIN, MARGIN + HEAD, 0, { fill: colors.paper });
  surface.text(MARGIN, MARGIN + 18, title, { color: colors.ink, size: 18, bold: true });
  surface.text(MARGIN, MARGIN + 38, subtitle, { color: colors.faint, size: 12 });
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
