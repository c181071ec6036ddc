// GM023: a role that a service's type expects holds nothing for it.
//
// Like: graphmodel gaps --rule GM023
//
// Which roles a category expects it states itself, or else the nearest category above it does. A role that nobody
// defines is not expected.

MATCH (s:Service)-[:IN_CATEGORY]->(c:Category)
WHERE NOT coalesce(s.placeholder, false) AND coalesce(s.lifecycle, '') <> 'retired'
MATCH up = (c)-[:PART_OF*0..]->(stating:Category)
WHERE stating.expected_roles IS NOT NULL
WITH s, stating ORDER BY length(up)
WITH s, head(collect(stating.expected_roles)) AS expected
UNWIND expected AS wanted
WITH DISTINCT s, wanted
MATCH (r:Role {id: wanted})
WHERE NOT EXISTS { (r)-[:RESPONSIBLE_FOR]->(s) }
RETURN 'GM023' AS code, 'warning' AS severity, s.id AS subject,
       'role ' + CASE WHEN coalesce(r.name, r.id) = r.id THEN r.id ELSE r.name + ' (' + r.id + ')' END
         + ' is expected of '
         + CASE WHEN coalesce(s.name, s.id) = s.id THEN s.id ELSE s.name + ' (' + s.id + ')' END
         + ' and holds nothing for it' AS message,
       s.name AS name
ORDER BY subject, wanted
