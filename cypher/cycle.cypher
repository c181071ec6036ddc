// A shortest circle of dependencies through a service, where it stands on one.
//
// Like: graphmodel cycles
// :param service => 'name-resolution'
//
// Each depends on the next, the last on the first. Of several shortest circles, the first by ids.

MATCH (s:Service {id: $service})
CALL (s) {
  MATCH (s)-[:DEPENDS_ON]->(s)
  RETURN [s] AS circle
UNION
  MATCH (s)-[:DEPENDS_ON]->(next:Service)
  WHERE next <> s
  MATCH path = allShortestPaths((next)-[:DEPENDS_ON*1..]->(s))
  RETURN [s] + nodes(path)[..-1] AS circle
}
RETURN [n IN circle | n.id] AS shortest, size(circle) AS size, [n IN circle | n.name] AS shortest_names
ORDER BY size, shortest
LIMIT 1
