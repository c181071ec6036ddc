// GM005: a service underpins nothing and is no product.
//
// Like: graphmodel gaps --rule GM005

MATCH (s:Service&!Product)
WHERE NOT coalesce(s.placeholder, false) AND coalesce(s.lifecycle, '') <> 'retired'
  AND NOT EXISTS { (s)<-[:DEPENDS_ON]-(consumer) WHERE consumer <> s AND coalesce(consumer.lifecycle, '') <> 'retired' }
RETURN 'GM005' AS code, 'warning' AS severity, s.id AS subject,
       CASE WHEN coalesce(s.name, s.id) = s.id THEN s.id ELSE s.name + ' (' + s.id + ')' END
         + ' underpins nothing and is no product'
         + CASE WHEN EXISTS { (s)<-[:DEPENDS_ON]-(consumer) WHERE consumer <> s }
           THEN ', retired services aside' ELSE '' END
         AS message, s.name AS name
ORDER BY subject
