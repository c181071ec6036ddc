// What is drawn on: a canvas, or a text of SVG. Both take the same calls, so that what is saved is what is seen.

const FACE = '"DejaVu Sans", Verdana, "Liberation Sans", Arial, sans-serif';

export function font(size, bold) {
  return `${bold ? "bold " : ""}${size}px ${FACE}`;
}

// style: { fill, stroke, width, dash, alpha }; text: { color, size, bold, align }; a path is { d }, as SVG writes it.
export function canvasSurface(context) {
  const shapes = new WeakMap();
  const styled = ({ fill, stroke, width = 1, dash, alpha = 1 }, shape) => {
    context.globalAlpha = alpha;
    if (fill) {
      context.fillStyle = fill;
      context.fill(shape);
    }
    if (stroke) {
      context.strokeStyle = stroke;
      context.lineWidth = width;
      context.setLineDash(dash ?? []);
      context.stroke(shape);
    }
    context.globalAlpha = 1;
  };
  return {
    box(x, y, w, h, radius, style) {
      const shape = new Path2D();
      shape.roundRect(x, y, w, h, radius);
      styled(style, shape);
    },
    path(path, style) {
      if (!shapes.has(path)) shapes.set(path, new Path2D(path.d));
      styled(style, shapes.get(path));
    },
    text(x, y, text, { color, size, bold = false, align = "left", alpha = 1 }) {
      context.globalAlpha = alpha;
      context.font = font(size, bold);
      context.textAlign = align;
      context.textBaseline = "alphabetic";
      context.fillStyle = color;
      context.fillText(text, x, y);
      context.globalAlpha = 1;
    },
  };
}

const escaped = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

export function svgSurface(width, height, title, description, paper) {
  const parts = [];
  const styles = ({ fill, stroke, width: pen = 1, dash, alpha = 1 }) => [
    ` fill="${fill ?? "none"}"`, stroke ? ` stroke="${stroke}" stroke-width="${pen}"` : "",
    dash?.length ? ` stroke-dasharray="${dash.join(" ")}"` : "", alpha < 1 ? ` opacity="${alpha}"` : "",
  ].join("");
  return {
    box(x, y, w, h, radius, style) {
      parts.push(`<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" rx="${radius}"${styles(style)}/>`);
    },
    path({ d }, style) {
      const at = style.move ? ` transform="translate(${style.move.join(" ")})"` : "";
      parts.push(`<path d="${d}"${at}${styles(style)}/>`);
    },
    text(x, y, text, { color, size, bold = false, align = "left", alpha = 1 }) {
      const anchor = { left: "start", center: "middle", right: "end" }[align];
      parts.push(`<text x="${n(x)}" y="${n(y)}" fill="${color}" font-size="${size}" font-family="DejaVu Sans, Verdana, sans-serif"`
        + `${bold ? ' font-weight="bold"' : ""} text-anchor="${anchor}"${alpha < 1 ? ` opacity="${alpha}"` : ""}>${escaped(text)}</text>`);
    },
    svg() {
      return `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${n(width)}" height="${n(height)}" viewBox="0 0 ${n(width)} ${n(height)}">`
        + `<title>${escaped(title)}</title><desc>${escaped(description)}</desc><rect width="100%" height="100%" fill="${paper}"/>${parts.join("\n")}</svg>\n`;
    },
  };
}

const n = (number) => Number(number.toFixed(2));
