// What becomes of the products when all services of one supplier fail together.
//
// Like: graphmodel spof --by supplier
//
// Only over hard dependencies without a group, as in spof. A product of that supplier fails itself and does not count.

MATCH (s:Service)
WHERE s.supplier <> ''
OPTIONAL MATCH way = (s)-[:IN_CATEGORY|PART_OF*0..]->(at)
WHERE at.own_availability IS NOT NULL
WITH s, at.own_availability AS own ORDER BY length(way)
WITH s, head(collect(own)) AS own
WHERE own IS NULL OR toFloat(own) <> 100
WITH s.supplier AS value, s ORDER BY s.id
WITH value, collect(s) AS services
CALL (services) {
  UNWIND services AS s
  MATCH (s)<-[ds:DEPENDS_ON*0..]-(p:Service)
  WHERE all(d IN ds WHERE d.group IS NULL AND d.strength = 'hard')
  WITH DISTINCT services, p
  WITH p WHERE p:Product AND NOT p IN services
  ORDER BY p.id
  RETURN collect(p.id) AS products_down, sum(6 - coalesce(p.criticality, 5)) AS weight
}
RETURN 'supplier' AS field, value, [s IN services | s.id] AS services, products_down, weight
ORDER BY weight DESC, size(products_down) DESC, value
