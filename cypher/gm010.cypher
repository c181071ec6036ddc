// GM010: a role holds no responsibility.
//
// Like: graphmodel gaps --rule GM010

MATCH (r:Role)
WHERE NOT (r)-[:RESPONSIBLE_FOR]->()
RETURN 'GM010' AS code, 'info' AS severity, r.id AS subject,
       'role ' + r.id + ' holds no responsibility' AS message, r.name AS name
ORDER BY subject
