// GM005: a service underpins nothing and is no product.
//
// Like: graphmodel gaps --rule GM005

MATCH (s:Service&!Product)
WHERE NOT coalesce(s.placeholder, false) AND coalesce(s.lifecycle, '') <> 'retired'
  AND NOT EXISTS { (s)<-[:DEPENDS_ON]-(consumer) WHERE consumer <> s }
RETURN 'GM005' AS code, 'warning' AS severity, s.id AS subject,
       s.id + ' underpins nothing and is no product' AS message, s.name AS name
ORDER BY subject
