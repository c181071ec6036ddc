// GM006: nothing underpins a product.
//
// Like: graphmodel gaps --rule GM006

MATCH (p:Product)
WHERE coalesce(p.lifecycle, '') <> 'retired'
  AND NOT EXISTS { (p)-[:DEPENDS_ON]->(provider) WHERE provider <> p }
RETURN 'GM006' AS code, 'warning' AS severity, p.id AS subject,
       'nothing underpins product ' + p.id AS message, p.name AS name
ORDER BY subject
