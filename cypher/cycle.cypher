// A shortest cycle of dependencies through a service, where it stands on one.
//
// Like: graphmodel cycles
// :param service => 'name-resolution'
//
// Each depends on the next, the last on the first. Of several shortest cycles, the first by ids.

MATCH (s:Service {id: $service})
CALL (s) {
  MATCH (s)-[:DEPENDS_ON]->(s)
  RETURN [s] AS cycle
UNION
  MATCH (s)-[:DEPENDS_ON]->(next:Service)
  WHERE next <> s
  MATCH path = allShortestPaths((next)-[:DEPENDS_ON*1..]->(s))
  RETURN [s] + nodes(path)[..-1] AS cycle
}
RETURN [n IN cycle | n.id] AS shortest, size(cycle) AS size, [n IN cycle | n.name] AS shortest_names
ORDER BY size, shortest
LIMIT 1
