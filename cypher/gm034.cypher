// GM034: a dependency was observed, and nobody declares it.
//
// Like: graphmodel gaps --rule GM034

MATCH (c:Service)-[:OBSERVED]->(p:Service)
WHERE c <> p AND NOT EXISTS { (c)-[:DEPENDS_ON]->(p) }
  AND NOT coalesce(c.placeholder, false)
  AND coalesce(c.lifecycle, '') <> 'retired' AND coalesce(p.lifecycle, '') <> 'retired'
RETURN 'GM034' AS code, 'warning' AS severity, c.id AS subject,
       CASE WHEN coalesce(c.name, c.id) = c.id THEN c.id ELSE c.name + ' (' + c.id + ')' END
         + ' was observed to use '
         + CASE WHEN coalesce(p.name, p.id) = p.id THEN p.id ELSE p.name + ' (' + p.id + ')' END
         + ', which nobody declares' AS message, c.name AS name
ORDER BY subject, p.id
