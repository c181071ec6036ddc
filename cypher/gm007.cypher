// GM007: a product lacks an underpinning type that its category expects.
//
// Like: graphmodel gaps --rule GM007
//
// What a category expects it states itself, or else the nearest category above it does.

MATCH (p:Product)-[:IN_CATEGORY]->(c:Category)
WHERE coalesce(p.lifecycle, '') <> 'retired'
MATCH up = (c)-[:PART_OF*0..]->(stating:Category)
WHERE stating.expects IS NOT NULL
WITH p, c, stating ORDER BY length(up)
WITH p, c, head(collect(stating.expects)) AS expected
CALL (p) {
  MATCH (p)-[:DEPENDS_ON*1..]->(s:Service)
  WHERE s <> p
  WITH DISTINCT s
  MATCH (s)-[:IN_CATEGORY]->()-[:PART_OF*0..]->(t:Category)
  RETURN collect(DISTINCT t.id) AS below
}
UNWIND [id IN expected WHERE NOT id IN below] AS missing
RETURN 'GM007' AS code, 'warning' AS severity, p.id AS subject,
       'nothing of type ' + missing + ' underpins product ' + p.id + ', as ' + c.id + ' expects' AS message,
       p.name AS name
ORDER BY subject, missing
