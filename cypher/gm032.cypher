// GM032: nobody says what a service below a critical product (criticality 1 or 2) depends on.
//
// Like: graphmodel gaps --rule GM032

MATCH (p:Product)
WHERE p.criticality <= 2 AND coalesce(p.lifecycle, '') <> 'retired' AND NOT coalesce(p.placeholder, false)
CALL (p) {
  MATCH way = (p)-[:DEPENDS_ON*1..]->(s:Service)
  WHERE s <> p AND all(n IN nodes(way) WHERE coalesce(n.lifecycle, '') <> 'retired')
  WITH s, min(length(way)) AS distance
  RETURN s
}
WITH s, p
WHERE NOT coalesce(s.placeholder, false) AND coalesce(s.mapped, 'no') = 'no' AND NOT EXISTS { (s)-[:DEPENDS_ON]->() }
  AND NOT EXISTS { MATCH (s)-[:IN_CATEGORY]->(:Category)-[:PART_OF*0..]->(t:Category)
                   WHERE NOT EXISTS { (t)-[:PART_OF]->() } AND size(coalesce(t.expects, [])) = 0 }
WITH s, p ORDER BY p.id
WITH s, count(p) AS times, head(collect(p)) AS p
WITH s, times, CASE WHEN coalesce(p.name, p.id) = p.id THEN p.id ELSE p.name + ' (' + p.id + ')' END AS first
RETURN 'GM032' AS code, 'warning' AS severity, s.id AS subject,
       CASE WHEN coalesce(s.name, s.id) = s.id THEN s.id ELSE s.name + ' (' + s.id + ')' END
         + ' is dark, and '
         + CASE WHEN times = 1 THEN 'critical product ' + first + ' rests on it'
           ELSE times + ' critical products rest on it, ' + first + ' first' END AS message, s.name AS name
ORDER BY subject
