// Services that depend on each other in a cycle: each set of them, with a shortest cycle through its first.
//
// Like: graphmodel cycles
//
// What a service reaches both up and down, it stands on a cycle with. That takes two searches for each service: ten
// seconds for a thousand that all depend on each other. Beyond that ask graphmodel, or gds.scc of Graph Data Science.

MATCH (s:Service)
WHERE (s)-[:DEPENDS_ON]->() AND (s)<-[:DEPENDS_ON]-()
CALL (s) {
  MATCH (s)-[:DEPENDS_ON*1..]->(t:Service) RETURN DISTINCT t
UNION ALL
  MATCH (s)<-[:DEPENDS_ON*1..]-(t:Service) RETURN DISTINCT t
}
WITH s, t, count(*) AS directions
WHERE directions = 2
WITH s, t ORDER BY t.id
WITH s, collect(t) AS members
WHERE s = members[0]
CALL (s) {
  MATCH (s)-[:DEPENDS_ON]->(s)
  RETURN [s] AS cycle
UNION
  MATCH (s)-[:DEPENDS_ON]->(next:Service)
  WHERE next <> s
  MATCH path = allShortestPaths((next)-[:DEPENDS_ON*1..]->(s))
  RETURN [s] + nodes(path)[..-1] AS cycle
}
WITH members, cycle
ORDER BY size(cycle), [n IN cycle | n.id]
WITH members, head(collect(cycle)) AS cycle
RETURN [n IN members | n.id] AS members, [n IN cycle | n.id] AS shortest, size(members) AS size,
       [n IN members | n.name] AS member_names, [n IN cycle | n.name] AS shortest_names
ORDER BY members[0]
