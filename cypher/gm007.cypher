// GM007: a product lacks an underpinning type that its category expects.
//
// Like: graphmodel gaps --rule GM007
//
// What a category expects it states itself, or else the nearest category above it does. What no category defines means
// nothing. A way that leads over a retired service does not count.

MATCH (p:Product)-[:IN_CATEGORY]->(c:Category)
WHERE coalesce(p.lifecycle, '') <> 'retired'
MATCH up = (c)-[:PART_OF*0..]->(stating:Category)
WHERE stating.expects IS NOT NULL
WITH p, c, stating ORDER BY length(up)
WITH p, c, head(collect(stating.expects)) AS expected
CALL (p) {
  MATCH path = (p)-[:DEPENDS_ON*1..]->(s:Service)
  WHERE s <> p AND all(n IN nodes(path) WHERE coalesce(n.lifecycle, '') <> 'retired')
  WITH s, min(length(path)) AS distance
  MATCH (s)-[:IN_CATEGORY]->()-[:PART_OF*0..]->(t:Category)
  RETURN collect(DISTINCT t.id) AS below
}
CALL (p) {
  MATCH (p)-[:DEPENDS_ON*1..]->(s:Service)
  WHERE s <> p
  WITH DISTINCT s
  MATCH (s)-[:IN_CATEGORY]->()-[:PART_OF*0..]->(t:Category)
  RETURN collect(DISTINCT t.id) AS once
}
UNWIND [id IN expected WHERE NOT id IN below] AS missing
MATCH (m:Category {id: missing})
RETURN 'GM007' AS code, 'warning' AS severity, p.id AS subject,
       'nothing of type ' + coalesce(m.name, m.id) + ' underpins product '
         + CASE WHEN coalesce(p.name, p.id) = p.id THEN p.id ELSE p.name + ' (' + p.id + ')' END
         + ', as ' + coalesce(c.name, c.id) + ' expects'
         + CASE WHEN missing IN once THEN ', retired services aside' ELSE '' END AS message,
       p.name AS name
ORDER BY subject, missing
