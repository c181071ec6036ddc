// GM001: nobody is accountable for a service.
//
// Like: graphmodel gaps --rule GM001

MATCH (s:Service)
WHERE NOT coalesce(s.placeholder, false) AND coalesce(s.lifecycle, '') <> 'retired'
  AND NOT (s)<-[:RESPONSIBLE_FOR {responsibility: 'A'}]-()
RETURN 'GM001' AS code, 'warning' AS severity, s.id AS subject,
       'no role is accountable for ' +
         CASE WHEN coalesce(s.name, s.id) = s.id THEN s.id ELSE s.name + ' (' + s.id + ')' END
         AS message, s.name AS name
ORDER BY subject
