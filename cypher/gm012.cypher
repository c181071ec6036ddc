// GM012: a service is named by others and defined by nobody.
//
// Like: graphmodel gaps --rule GM012

MATCH (s:Service)
WHERE s.placeholder
  AND (EXISTS { (s)-[:DEPENDS_ON|OBSERVED]-(o) WHERE o <> s AND coalesce(o.lifecycle, '') <> 'retired' }
    OR NOT EXISTS { (s)-[:DEPENDS_ON|OBSERVED]-(o) WHERE o <> s } OR EXISTS { (s)-[:OBSERVED]->(s) }
    OR EXISTS { (s)<-[:RESPONSIBLE_FOR]-() })
RETURN 'GM012' AS code, 'warning' AS severity, s.id AS subject,
       CASE WHEN coalesce(s.name, s.id) = s.id THEN s.id ELSE s.name + ' (' + s.id + ')' END
         + ' is named, but defined by nobody' AS message, s.name AS name
ORDER BY subject
