// GM002: more than one role is accountable for a service.
//
// Like: graphmodel gaps --rule GM002

MATCH (r:Role)-[:RESPONSIBLE_FOR {responsibility: 'A'}]->(s:Service)
WHERE NOT coalesce(s.placeholder, false) AND coalesce(s.lifecycle, '') <> 'retired'
WITH s, r ORDER BY r.id
WITH s, collect(coalesce(r.name, r.id)) AS roles
WHERE size(roles) > 1
WITH s, roles, reduce(list = roles[0], role IN roles[1..5] | list + ', ' + role) AS first, size(roles) - 5 AS more
RETURN 'GM002' AS code, 'error' AS severity, s.id AS subject,
       size(roles) + ' roles are accountable for ' +
         CASE WHEN coalesce(s.name, s.id) = s.id THEN s.id ELSE s.name + ' (' + s.id + ')' END
         + ': ' + first
         + CASE WHEN more > 0 THEN ' and ' + more + ' more' ELSE '' END AS message,
       s.name AS name
ORDER BY subject
