// Single points of failure: the services that take a product down alone.
//
// Like: graphmodel spof --top 0
//
// Only over hard dependencies without a group: what alternatives save, and what they do not, is a least fixed point,
// which Cypher cannot express: ask graphmodel. So every row is one there, too, and where there are no groups they are
// all. A product that fails itself does not count. weight is 6 - criticality of the products, added up; 1 where nobody
// states it. A service of which own_availability is 100, its own or that of the nearest category above, is a mere
// grouping.

MATCH (s:Service)
OPTIONAL MATCH way = (s)-[:IN_CATEGORY|PART_OF*0..]->(at)
WHERE at.own_availability IS NOT NULL
WITH s, at.own_availability AS own ORDER BY length(way)
WITH s, head(collect(own)) AS own
WHERE own IS NULL OR toFloat(own) <> 100
CALL (s) {
  MATCH (s)<-[ds:DEPENDS_ON*0..]-(p:Service)
  WHERE all(d IN ds WHERE d.group IS NULL AND d.strength = 'hard')
  WITH DISTINCT s, p
  WITH p WHERE p:Product AND p <> s
  ORDER BY p.id
  RETURN collect(p.id) AS products_down, sum(6 - coalesce(p.criticality, 5)) AS weight, count(*) AS down
}
WITH s, products_down, weight, down
WHERE down > 0
RETURN s.id AS service, products_down, weight, s.name AS name, down
ORDER BY weight DESC, down DESC, service
