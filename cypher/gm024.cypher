// GM024: an accountable role has no holder or no contact.
//
// Like: graphmodel gaps --rule GM024

MATCH (r:Role)-[:RESPONSIBLE_FOR {responsibility: 'A'}]->(s:Service)
WHERE NOT coalesce(s.placeholder, false) AND coalesce(s.lifecycle, '') <> 'retired'
WITH r, count(DISTINCT s) AS services
WHERE r.holder IS NULL OR r.contact IS NULL
RETURN 'GM024' AS code, 'warning' AS severity, r.id AS subject,
       'role ' + CASE WHEN coalesce(r.name, r.id) = r.id THEN r.id ELSE r.name + ' (' + r.id + ')' END
         + ' is accountable for ' + services + CASE services WHEN 1 THEN ' service' ELSE ' services' END
         + ' and has' + CASE WHEN r.holder IS NULL THEN ' no holder' ELSE '' END
         + CASE WHEN r.holder IS NULL AND r.contact IS NULL THEN ' and' ELSE '' END
         + CASE WHEN r.contact IS NULL THEN ' no contact' ELSE '' END AS message,
       r.name AS name
ORDER BY subject
