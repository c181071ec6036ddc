// GM031: products that rest on exactly the same services, three or more; one row for each set of them, about the first.
//
// Like: graphmodel gaps --rule GM031
//
// A way that leads over a retired service does not count.

MATCH (p:Product)
WHERE NOT coalesce(p.placeholder, false) AND coalesce(p.lifecycle, '') <> 'retired'
CALL (p) {
  MATCH path = (p)-[:DEPENDS_ON*1..]->(s:Service)
  WHERE s <> p AND all(n IN nodes(path) WHERE coalesce(n.lifecycle, '') <> 'retired')
  WITH s, min(length(path)) AS distance
  WITH s ORDER BY s.id
  RETURN collect(s.id) AS below
}
WITH p, below WHERE size(below) >= 3
WITH p, below ORDER BY p.id
WITH below, collect(p) AS alike
WHERE size(alike) > 1
WITH below, alike[0] AS p, [o IN alike[1..] | coalesce(o.name, o.id)] AS others
RETURN 'GM031' AS code, 'info' AS severity, p.id AS subject,
       CASE WHEN coalesce(p.name, p.id) = p.id THEN p.id ELSE p.name + ' (' + p.id + ')' END + ' and '
         + reduce(said = '', one IN others[..5] | said + CASE said WHEN '' THEN '' ELSE ', ' END + one)
         + CASE WHEN size(others) > 5 THEN ' and ' + (size(others) - 5) + ' more' ELSE '' END
         + ' rest on exactly the same ' + size(below) + ' services' AS message,
       p.name AS name
ORDER BY subject
