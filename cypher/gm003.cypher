// GM003: a service is in no category.
//
// Like: graphmodel gaps --rule GM003

MATCH (s:Service)
WHERE NOT coalesce(s.placeholder, false) AND coalesce(s.lifecycle, '') <> 'retired'
  AND NOT (s)-[:IN_CATEGORY]->()
RETURN 'GM003' AS code, 'warning' AS severity, s.id AS subject,
       CASE WHEN coalesce(s.name, s.id) = s.id THEN s.id ELSE s.name + ' (' + s.id + ')' END
         + ' is in no category' AS message, s.name AS name
ORDER BY subject
