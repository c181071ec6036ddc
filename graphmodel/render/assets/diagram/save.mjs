// What is seen as a file, and on paper: all of the diagram as it is folded, filtered and stressed now.
import { byId, element } from "./dom.mjs";
import { canvasSurface, svgSurface } from "./surfaces.mjs";

const [MARGIN, HEAD, LARGEST] = [20, 56, 8192];

// paintOn(surface): draws the diagram; said: { title, subtitle }.
export function svg(placed, paintOn, said, colors) {
  const surface = svgSurface(placed.width + 2 * MARGIN, placed.height + 2 * MARGIN + HEAD, said.title, said.subtitle, colors.paper);
  headed(surface, said, colors);
  const moved = shifted(surface, MARGIN, MARGIN + HEAD);
  paintOn(moved);
  return surface.svg();
}

export async function png(placed, paintOn, said, colors) {
  const [width, height] = [placed.width + 2 * MARGIN, placed.height + 2 * MARGIN + HEAD];
  const scale = Math.min(2, LARGEST / width, LARGEST / height);
  const canvas = element("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) });
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  context.fillStyle = colors.paper;
  context.fillRect(0, 0, width, height);
  const surface = canvasSurface(context);
  headed(surface, said, colors);
  context.translate(MARGIN, MARGIN + HEAD);
  paintOn(surface);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function headed(surface, { title, subtitle }, colors) {
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
