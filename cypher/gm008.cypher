// GM008: services depend on each other in a cycle; one row for each set of them, about the first.
//
// Like: graphmodel gaps --rule GM008
//
// Two searches for each service, as in cycles.cypher, which also shows a shortest cycle, and of placeholders and
// retired services, too: here these do not count.

MATCH (s:Service)
WHERE (s)-[:DEPENDS_ON]->() AND (s)<-[:DEPENDS_ON]-()
CALL (s) {
  MATCH path = (s)-[:DEPENDS_ON*1..]->(t:Service)
  WHERE all(n IN nodes(path) WHERE NOT coalesce(n.placeholder, false) AND coalesce(n.lifecycle, '') <> 'retired')
  RETURN t, min(length(path)) AS distance
UNION ALL
  MATCH path = (s)<-[:DEPENDS_ON*1..]-(t:Service)
  WHERE all(n IN nodes(path) WHERE NOT coalesce(n.placeholder, false) AND coalesce(n.lifecycle, '') <> 'retired')
  RETURN t, min(length(path)) AS distance
}
WITH s, t, count(*) AS directions
WHERE directions = 2
WITH s, t ORDER BY t.id
WITH s, collect(t.id) AS members
WHERE s.id = members[0]
RETURN 'GM008' AS code, 'warning' AS severity, s.id AS subject, members, s.name AS name
ORDER BY subject
