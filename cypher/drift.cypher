// Dependencies declared and never observed, observed and never declared.
//
// Like: graphmodel drift

CALL () {
  MATCH (c:Service)-[:DEPENDS_ON]->(p:Service)
  WHERE c <> p AND NOT EXISTS { (c)-[:OBSERVED]->(p) }
    AND EXISTS { (c)-[:OBSERVED]-() } AND EXISTS { (p)-[:OBSERVED]-() }
  RETURN DISTINCT c, p, 'never observed' AS drift, null AS count, null AS last_seen
  UNION
  MATCH (c:Service)-[o:OBSERVED]->(p:Service)
  WHERE c <> p AND NOT EXISTS { (c)-[:DEPENDS_ON]->(p) }
  RETURN c, p, 'never declared' AS drift, o.count AS count, toString(o.last_seen) AS last_seen
}
RETURN c.id AS service, p.id AS depends_on, drift, count, last_seen, c.name AS name, p.name AS depends_on_name
ORDER BY drift DESC, coalesce(count, 0) DESC, service, depends_on
