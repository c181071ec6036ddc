// GM010: a role holds no responsibility.
//
// Like: graphmodel gaps --rule GM010

MATCH (r:Role)
WHERE NOT EXISTS { (r)-[:RESPONSIBLE_FOR]->(s) WHERE coalesce(s.lifecycle, '') <> 'retired' }
RETURN 'GM010' AS code, 'info' AS severity, r.id AS subject,
       'role ' + CASE WHEN coalesce(r.name, r.id) = r.id THEN r.id ELSE r.name + ' (' + r.id + ')' END
         + ' holds no responsibility'
         + CASE WHEN EXISTS { (r)-[:RESPONSIBLE_FOR]->() } THEN ', retired services aside' ELSE '' END
         AS message, r.name AS name
ORDER BY subject
