// GM033: a dependency is declared, and was never observed.
//
// Like: graphmodel gaps --rule GM033

MATCH (c:Service)-[:DEPENDS_ON]->(p:Service)
WHERE c <> p AND NOT EXISTS { (c)-[:OBSERVED]->(p) }
  AND EXISTS { (c)-[:OBSERVED]-() } AND EXISTS { (p)-[:OBSERVED]-() }
  AND NOT coalesce(c.placeholder, false)
  AND coalesce(c.lifecycle, '') <> 'retired' AND coalesce(p.lifecycle, '') <> 'retired'
WITH DISTINCT c, p
RETURN 'GM033' AS code, 'warning' AS severity, c.id AS subject,
       CASE WHEN coalesce(c.name, c.id) = c.id THEN c.id ELSE c.name + ' (' + c.id + ')' END
         + ' depends on '
         + CASE WHEN coalesce(p.name, p.id) = p.id THEN p.id ELSE p.name + ' (' + p.id + ')' END
         + ', and was never observed to use it' AS message, c.name AS name
ORDER BY subject, p.id
