// Lays out a D2 file with dagre or elk; prints its shapes (id, x, y, width, height) and connections (source,
// destination, whether the route is of Bézier curves, its points) as JSON.
import { D2 } from "@terrastruct/d2";
import { readFileSync } from "node:fs";

const [file, layout] = process.argv.slice(2);
const { diagram } = await new D2().compile(readFileSync(file, "utf8"), { layout });
const shapes = diagram.shapes.map((s) => [s.id, s.pos.x, s.pos.y, s.width, s.height]);
const connections = diagram.connections.map((c) => [c.src, c.dst, Boolean(c.isCurve), c.route.map((p) => [p.x, p.y])]);
process.stdout.write(JSON.stringify({ shapes, connections }), () => process.exit(0));
