// Compiles a D2 file; prints its shapes (id, label) and connections (source, destination, label) as JSON.
import { D2 } from "@terrastruct/d2";
import { readFileSync } from "node:fs";

const { diagram } = await new D2().compile(readFileSync(process.argv[2], "utf8"));
const shapes = diagram.shapes.map((shape) => [shape.id, shape.label]);
const connections = diagram.connections.map((edge) => [edge.src, edge.dst, edge.label]);
process.stdout.write(JSON.stringify({ shapes, connections }), () => process.exit(0));
