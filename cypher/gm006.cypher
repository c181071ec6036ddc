// GM006: nothing underpins a product.
//
// Like: graphmodel gaps --rule GM006

MATCH (p:Product)
WHERE coalesce(p.lifecycle, '') <> 'retired'
  AND NOT EXISTS { (p)-[:DEPENDS_ON]->(provider) WHERE provider <> p AND coalesce(provider.lifecycle, '') <> 'retired' }
RETURN 'GM006' AS code, 'warning' AS severity, p.id AS subject,
       'nothing underpins product ' +
         CASE WHEN coalesce(p.name, p.id) = p.id THEN p.id ELSE p.name + ' (' + p.id + ')' END
         + CASE WHEN EXISTS { (p)-[:DEPENDS_ON]->(provider) WHERE provider <> p }
           THEN ', retired services aside' ELSE '' END
         AS message, p.name AS name
ORDER BY subject
