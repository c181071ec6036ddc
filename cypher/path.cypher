// Why one service depends on another: the shortest ways, at most ten.
//
// Like: graphmodel paths exercise-bike cloud-hosting
// :param consumer => 'exercise-bike'
// :param provider => 'cloud-hosting'
//
// Longer ways are left to graphmodel: Cypher would try all of them, of which there can be more than atoms.

MATCH path = allShortestPaths((c:Service {id: $consumer})-[:DEPENDS_ON*1..]->(p:Service {id: $provider}))
WHERE c <> p
WITH DISTINCT nodes(path) AS way
RETURN [s IN way | s.id] AS path, size(way) - 1 AS length, [s IN way | s.name] AS names
ORDER BY path
LIMIT 10
